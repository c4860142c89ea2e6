"""Opinion groups: who answers alike, by the published rules of Polis, from a round of statements.

Small, Bjorkegren, Erkkilä, Shaw & Megill, "Polis: Scaling deliberation by mapping high dimensional
opinion spaces" (Recerca 26:2, 2021), written anew from its definitions. It is mathematics alone:
numpy, and no web, no database, no map.
"""
