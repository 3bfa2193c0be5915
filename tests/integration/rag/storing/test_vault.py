def test_a_key_that_is_wiped_once_the_vault_is_open_goes_on_opening_it_in_every_thread(
    tmp_path: Path,
) -> None:
    key = bytes(range(1, 33))
    given = bytes(bytearray(key))
    with closing(Vault.create(tmp_path / "vault.db", given)) as vault:
        wipe(given)
        with ThreadPoolExecutor(1) as other:
            assert other.submit(lambda: vault.connection().execute("SELECT 1").fetchone()[0]).result() == 1
    with closing(Vault.open(tmp_path / "vault.db", key)) as vault:
        assert vault.connection().execute("SELECT 1").fetchone()[0] == 1
