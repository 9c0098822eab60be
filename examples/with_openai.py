#!/usr/bin/env python3
"""An outside reader for onrecord: asks a language model through an OpenAI-compatible endpoint.

    onrecord extract article.txt --with "python3 examples/with_openai.py"
    onrecord ingest article.txt --with "python3 examples/with_openai.py" --also

It needs nothing but Python's standard library, and a server such as Ollama, llama.cpp or LM Studio, by default on this
machine. Where the server is, and what it is asked for, is set by environment variables:

    READER_ADDRESS   the endpoint, by default http://127.0.0.1:11434/v1 (Ollama)
    READER_MODEL     the model, by default llama3.1
    READER_KEY       a key, if the server wants one
    READER_SECONDS   how long to wait for an answer, by default 110

onrecord sends one document a line, with the instructions, the schema of the answer and the numbered text. This
program passes them on, and prints what the model wrote, one line for each document. onrecord reads the rest.
"""

import http.client
import json
import os
import sys
import urllib.error
import urllib.request

ADDRESS = os.environ.get("READER_ADDRESS", "http://127.0.0.1:11434/v1").rstrip("/")
MODEL = os.environ.get("READER_MODEL", "llama3.1")
KEY = os.environ.get("READER_KEY", "")
SECONDS = float(os.environ.get("READER_SECONDS", "110"))

# A proxy is for the internet; the model is asked directly.
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def ask(document):
    """What the model writes about a document, and the model's name."""
    question = {
        "model": MODEL,
        "temperature": 0,
        "messages": [
            {"role": "system", "content": document["prompt"]},
            {"role": "user", "content": document["numbered"]},
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "statements", "strict": True, "schema": document["schema"]},
        },
    }
    headers = {"Content-Type": "application/json"}
    if KEY:
        headers["Authorization"] = "Bearer " + KEY
    request = urllib.request.Request(ADDRESS + "/chat/completions", json.dumps(question).encode(), headers)
    with OPENER.open(request, timeout=SECONDS) as reply:
        reply = json.load(reply)
    return reply["choices"][0]["message"]["content"], reply.get("model", MODEL)


def answer(document):
    """The line that onrecord gets."""
    try:
        written, model = ask(document)
    except TimeoutError:
        return {"error": f"the model did not answer within {SECONDS:g} seconds"}
    except urllib.error.HTTPError as error:
        return {"error": f"{ADDRESS} answered {error.code} {error.reason}"}
    except OSError as error:
        return {"error": f"{ADDRESS} cannot be asked: {getattr(error, 'reason', error)}"}
    except (http.client.HTTPException, KeyError, IndexError, TypeError, ValueError) as error:
        return {"error": f"{ADDRESS} answered something else than a chat completion: {error!r}"}
    return {"model": model, "answer": written or ""}


def main():
    for line in sys.stdin:
        document = json.loads(line)
        print(json.dumps({"id": document["id"], **answer(document)}), flush=True)


if __name__ == "__main__":
    main()
