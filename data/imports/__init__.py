"""Imports by officials: KPI values from tables, districts from map files.

An uploaded file is opened by a child process with limits (`sandbox`, `child`, `readers`) that
answers with plain JSON. What that means for the library is worked out here (`values`, `areas`),
shown first (`preview`) and then written as its next version (`commit`), or not at all.
"""
