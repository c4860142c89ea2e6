"""Other people's services, asked once and kept: OGC API Features, WFS, SensorThings, NGSI-LD.

Small clients of our own, because every request leaves through `workshop.server.outgoing`: to hosts
that an administrator allowed, never on by a redirect or into a private network, in limited time
and size. owslib and frost-sta-client make their requests themselves, through a library that
follows redirects and asks for a name again when it connects, and take no other way out.

`fetching` gathers what a service tells into one file; `snapshots` keeps it with its checksum; from
there on it is read like any file that somebody chose.
"""
