"""Keys of texts: kept whole, read with care, and useless for any other text."""

from __future__ import annotations

from pathlib import Path

from data.text_vault import TextVault


def test_a_text_is_read_by_its_own_key_and_by_nothing_else(tmp_path: Path):
    vault = TextVault(tmp_path / "keys")
    first, _ = vault.seal("c1", "Solceller på skolen")
    second, _ = vault.seal("c2", "Noe annet")
    vault.keep(["c1", "c2"])
    again = TextVault(tmp_path / "keys")
    assert again.open("c1", first) == "Solceller på skolen"
    assert again.open("c1", second) is None
    assert again.open("c3", first) is None


def test_a_torn_line_loses_its_own_key_alone(tmp_path: Path):
    vault = TextVault(tmp_path / "keys")
    sealed = {name: vault.seal(name, name)[0] for name in ("c1", "c2")}
    vault.keep(["c1", "c2"])
    whole = (tmp_path / "keys").read_bytes()
    (tmp_path / "keys").write_bytes(whole[:-9] + b"\n\xff garbage\n")
    again = TextVault(tmp_path / "keys")
    assert again.open("c1", sealed["c1"]) == "c1"
    assert again.open("c2", sealed["c2"]) is None


def test_the_keys_are_for_the_server_alone(tmp_path: Path):
    vault = TextVault(tmp_path / "keys")
    vault.seal("c1", "text")
    vault.keep(["c1"])
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0
