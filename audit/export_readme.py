"""The words that go with an export: what it is, how to verify it, what it does not prove."""

README = """# 申請1件の写し / One request, exported

この写しに、氏名・住所などの個人情報はありません。
There is no personal data in this folder: events name evidence by keyed hashes, histories are ciphertext.

## 確かめ方 / How to verify (offline)

    madoguchi audit verify --export DIR --key KEY

KEY は、市が前もって公表した台帳の公開鍵です。このフォルダの ledger-key.txt と同じか、必ず見比べてください。
KEY is the ledger's public key as the city published it beforehand. The copy in ledger-key.txt proves nothing by itself:
compare the two.

このコマンドを信じずに確かめるには / Without trusting that command:

1. `manifest.txt` と `checkpoint-*.txt` は C2SP signed-note です。Ed25519 の署名を公開鍵で確かめます。
   Both are C2SP signed notes: text, a blank line, then `— name base64(key id ‖ Ed25519 signature of the text)`.
2. `manifest.txt` の各行は `sha256sum` の形です(`sha256sum -c manifest.txt`)。
   Its lines are sha256sum's; every file must be listed and unchanged.
3. `checkpoint-*.txt` の2行目が台帳の大きさ、3行目が根(base64)です。
   Line 2 is the ledger's size, line 3 its Merkle root.
4. `events.json` の各 `entry` について、葉 = SHA-256(0x00 ‖ entry)。`proof` で根まで計算します(RFC 9162 2.1.3.2)。
   For each entry: leaf = SHA-256(0x00 ‖ entry); with `position`, `size` and `proof` compute the root.
5. `place` は1から途切れなく続きます。`story.json` は、同じ記録を言葉にしたものです。
   Places run from 1 without a gap. story.json is the same in words.

## 分かること、分からないこと / What this proves and what not

- 記録が、署名された時点の台帳にそのまま入っていること。 That these events stand in the signed ledger, unchanged.
- 途中の記録が抜けていないこと。 That none is missing between the first and the last one here.
- この後に記録があったかどうかは、分かりません。 Not whether more events followed; ask for a newer export.
- 履歴の内容は、鍵を持つ市だけが読めます(`madoguchi audit replay`)。
  What the histories say only the city can read; their hashes let you see later that it read the same files.
"""
