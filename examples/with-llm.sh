#!/bin/sh
# An outside reader for onrecord: asks a language model through llm (https://llm.datasette.io).
#
#     onrecord extract article.txt --with examples/with-llm.sh
#     READER_MODEL=gpt-4.1-mini onrecord ingest article.txt --with examples/with-llm.sh --also
#
# READER_MODEL names the model; without it, llm asks its default one. Which service gets the text depends on the model.
# llm keeps a log of what it is asked; -n below tells it not to.
#
# onrecord sends one document a line, with the instructions, the schema of the answer and the numbered text. The JSON is
# taken apart and put together by Python, which llm brings along.

set -u
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT

while IFS= read -r line; do
    printf '%s\n' "$line" >"$folder/document"
    python3 - "$folder" <<'PYTHON' || exit 1
import json, pathlib, sys
folder = pathlib.Path(sys.argv[1])
document = json.loads((folder / "document").read_text("utf-8"))
(folder / "text").write_text(document["numbered"], "utf-8")
(folder / "prompt").write_text(document["prompt"], "utf-8")
(folder / "schema").write_text(json.dumps(document["schema"]), "utf-8")
PYTHON
    set -- -n --system "$(cat "$folder/prompt")" --schema "$(cat "$folder/schema")"
    if [ -n "${READER_MODEL:-}" ]; then
        set -- "$@" --model "$READER_MODEL"
    fi
    llm "$@" <"$folder/text" >"$folder/answer" 2>"$folder/error"
    python3 - "$folder" "$?" "${READER_MODEL:-}" <<'PYTHON' || exit 1
import json, pathlib, sys
folder = pathlib.Path(sys.argv[1])
read = lambda name: (folder / name).read_text("utf-8", "replace")
line = {"id": json.loads(read("document"))["id"]}
if sys.argv[3]:
    line["model"] = sys.argv[3]
if sys.argv[2] == "0":
    line["answer"] = read("answer")
else:
    line["error"] = "llm failed: " + (read("error").strip() or "exit code " + sys.argv[2])
print(json.dumps(line), flush=True)
PYTHON
done
