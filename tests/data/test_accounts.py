"""What the file of accounts keeps, through a restart, and what it does not."""

import datetime as dt
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest

from data.accounts import Accounts, main
from workshop.accounts import Account, Link, LinkKind, Login, Role
from workshop.errors import Rejected

NOW = dt.datetime(2026, 5, 4, 8, tzinfo=dt.UTC)


def an_account(key: str = "u1", email: str = "kari@kommune.example") -> Account:
    return Account(
        key,
        "Kári Ødegård-Þórsdóttir 李",
        email,
        Role.OFFICIAL,
        ("alesund", "baerum"),
        "hash",
        True,
        NOW,
    )


def a_link(key: str = "k1", kind: LinkKind = LinkKind.INVITE) -> Link:
    ends = NOW + dt.timedelta(days=1)
    return Link(key, kind, NOW, ends, role=Role.OFFICIAL, cities=("alesund",), label="Kári")


def a_login(key: str = "l1") -> Login:
    return Login(key, "u1", NOW, NOW, NOW)


@pytest.fixture
def accounts(tmp_path: Path):
    opened = Accounts(tmp_path, lambda: NOW)
    yield opened
    opened.close()


def with_somebody(accounts: Accounts) -> None:
    accounts.put_link(a_link())
    accounts.add(an_account(), "k1", NOW)


def test_accounts_links_and_logins_survive_a_restart(accounts: Accounts, tmp_path: Path) -> None:
    with_somebody(accounts)
    accounts.put_link(a_link("k2"))
    accounts.open_login(a_login())
    kept = (accounts.accounts(), accounts.link("k2"), accounts.logins("u1"))
    accounts.close()
    again = Accounts(tmp_path, lambda: NOW)
    assert (again.accounts(), again.link("k2"), again.logins("u1")) == kept
    assert again.accounts()[0].cities == ("alesund", "baerum")
    again.close()


def test_a_link_makes_one_account_even_when_ten_ask_at_once(accounts: Accounts) -> None:
    accounts.put_link(a_link())
    made: list[str] = []

    def accept(n: int) -> None:
        try:
            accounts.add(an_account(f"u{n}", f"n{n}@kommune.example"), "k1", NOW)
            made.append(f"u{n}")
        except Rejected as refusal:
            assert refusal.code == "link_used"

    threads = [threading.Thread(target=accept, args=(n,)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert [account.id for account in accounts.accounts()] == made


def test_an_email_address_belongs_to_one_account_and_its_link_stays_open(
    accounts: Accounts,
) -> None:
    with_somebody(accounts)
    accounts.put_link(a_link("k2"))
    with pytest.raises(Rejected, match="email_taken"):
        accounts.add(an_account("u2"), "k2", NOW)
    assert accounts.link("k2").open(NOW)  # pyright: ignore[reportOptionalMemberAccess]
    assert len(accounts.accounts()) == 1


def test_two_accounts_may_both_lack_an_email_address(accounts: Accounts) -> None:
    accounts.put_link(a_link())
    accounts.local_administrator()
    accounts.add(an_account("u2", ""), "k1", NOW)
    assert len(accounts.accounts()) == 2


def test_an_ended_login_does_not_come_back_when_it_is_seen_again(
    accounts: Accounts, tmp_path: Path
) -> None:
    with_somebody(accounts)
    accounts.open_login(a_login())
    accounts.end(["l1"], NOW)
    accounts.see("l1", NOW + dt.timedelta(hours=1))
    assert accounts.login("l1") is None
    accounts.close()
    again = Accounts(tmp_path, lambda: NOW)
    assert again.login("l1") is None
    again.close()


def test_a_login_that_is_in_use_is_remembered_as_seen(accounts: Accounts, tmp_path: Path) -> None:
    with_somebody(accounts)
    accounts.open_login(a_login())
    later = NOW + dt.timedelta(hours=3)
    accounts.see("l1", later)
    assert accounts.login("l1").seen_at == later  # pyright: ignore[reportOptionalMemberAccess]
    accounts.close()
    again = Accounts(tmp_path, lambda: later)
    assert again.login("l1").seen_at == later  # pyright: ignore[reportOptionalMemberAccess]
    again.close()


def test_what_can_open_nothing_any_more_is_deleted_at_the_next_start(
    accounts: Accounts, tmp_path: Path
) -> None:
    with_somebody(accounts)
    accounts.put_link(a_link("old"))
    accounts.open_login(a_login())
    accounts.close()
    Accounts(tmp_path, lambda: NOW + dt.timedelta(days=8)).close()
    file = duckdb.connect(str(tmp_path / "accounts.duckdb"))
    assert file.execute("SELECT count(*) FROM links").fetchall() == [(0,)]
    assert file.execute("SELECT count(*) FROM logins").fetchall() == [(0,)]
    assert file.execute("SELECT count(*) FROM users").fetchall() == [(1,)]
    file.close()


def test_the_file_keeps_no_token_that_opens_anything(accounts: Accounts, tmp_path: Path) -> None:
    first = accounts.first_link("") or ""
    walk_in = accounts.one_time_link(accounts.local_administrator())
    accounts.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for address in (first, walk_in):
        assert address.rsplit("/", 1)[1].split("?")[0].encode() not in kept


def test_the_file_is_for_its_owner_alone(accounts: Accounts, tmp_path: Path) -> None:
    assert (tmp_path / "accounts.duckdb").stat().st_mode & 0o077 == 0


def test_names_and_addresses_that_look_like_commands_are_only_text(accounts: Accounts) -> None:
    with_somebody(accounts)
    nasty = "'); DROP TABLE users; --"
    accounts.change("u1", name=nasty)
    assert accounts.account("u1").name == nasty  # pyright: ignore[reportOptionalMemberAccess]
    assert accounts.by_email("' OR 1=1 --") is None


def test_a_new_first_link_withdraws_the_one_before(accounts: Accounts) -> None:
    accounts.first_link("https://r.example")
    second = accounts.first_link("https://r.example") or ""
    assert second.startswith("https://r.example/invite/")
    assert sum(link.open(NOW) for link in accounts.links()) == 1


def test_the_first_link_ends_with_the_first_administrator(accounts: Accounts) -> None:
    accounts.local_administrator()
    assert accounts.first_link("") is not None
    accounts.change(accounts.local_administrator(), email="a@b.example", password="hash")  # noqa: S106
    assert accounts.first_link("") is None


def test_a_one_time_link_leads_only_to_this_server(accounts: Accounts) -> None:
    user = accounts.local_administrator()
    assert accounts.one_time_link(user, "/desk/abc?x=1").endswith("?next=%2Fdesk%2Fabc%3Fx%3D1")
    assert accounts.one_time_link(user, "//evil.example").endswith("?next=%2Fdesk")


def test_the_same_local_administrator_is_found_again(accounts: Accounts) -> None:
    assert accounts.local_administrator() == accounts.local_administrator()


def test_the_command_prints_a_link_for_a_new_password(
    accounts: Accounts, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_somebody(accounts)
    accounts.close()
    asked = [str(tmp_path), "--reset-link", " KARI@Kommune.example ", "--url", "https://r.example/"]
    assert main(asked) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("https://r.example/reset/") and not printed.err


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("nobody@kommune.example", "There is no active account"),
        ("not an address", "is not an e-mail address"),
    ],
)
def test_the_command_says_in_one_sentence_what_is_wrong(
    accounts: Accounts,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    email: str,
    said: str,
) -> None:
    accounts.close()
    assert main([str(tmp_path), "--reset-link", email]) == 1
    printed = capsys.readouterr()
    assert said in printed.err and printed.err.count("\n") == 1 and not printed.out


def test_the_command_makes_no_file_where_there_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path), "--reset-link", "a@b.example"]) == 1
    assert "There is no accounts.duckdb" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_that_the_server_holds_the_file(
    accounts: Accounts, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "data.accounts", str(tmp_path), "--reset-link", "a@b.example"]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert said.stderr == "The server is using the accounts: stop it first, then try again.\n"
