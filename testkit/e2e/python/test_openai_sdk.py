# SPDX-License-Identifier: Apache-2.0
"""The official OpenAI Python SDK through the sidecar, in front of the real model and simulators."""

import json
import os
import pathlib
import socket
import subprocess
import tempfile
import time
import urllib.request

import openai
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
REAL, SIMULATED = "smollm2", "qwen2.5-72b"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def ready_endpoints(state):
    return sum(p.read_text().count('"ready" : true') for p in pathlib.Path(state).rglob("snapshot.json"))


@pytest.fixture(scope="session")
def stack():
    """`conduit up` of the clients stack; yields (base URL, state folder)."""
    port = free_port()
    with tempfile.TemporaryDirectory() as state, open(f"{state}/up.out", "wb") as out:
        process = subprocess.Popen(
            [ROOT / "bin/conduit", "up", "-f", ROOT / "testkit/e2e/src/test/stacks/clients",
             "--port", str(port), "--state-dir", state],
            stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            deadline = time.monotonic() + 240
            while ready_endpoints(state) < 4:
                assert process.poll() is None, pathlib.Path(f"{state}/up.out").read_text()
                assert time.monotonic() < deadline, pathlib.Path(f"{state}/up.out").read_text()
                time.sleep(0.2)
            yield f"http://127.0.0.1:{port}", state
        finally:
            process.terminate()  # not SIGINT: a job in the background of a shell ignores that
            process.wait(60)


@pytest.fixture(scope="session")
def client(stack):
    with openai.OpenAI(base_url=f"{stack[0]}/v1", api_key="unused", max_retries=0, timeout=120) as c:
        yield c


def ask(text):
    return [{"role": "user", "content": text}]


def streamed(client, **request):
    with client.chat.completions.create(stream=True, **request) as stream:
        return "".join(c.choices[0].delta.content or "" for c in stream if c.choices)


def test_chat_real_model_knows_the_capital_of_france(client):
    answer = client.chat.completions.create(
        model=REAL, messages=ask("What is the capital of France?"), temperature=0, max_tokens=32
    )
    assert "Paris" in answer.choices[0].message.content
    assert 3 <= answer.usage.completion_tokens <= 32


def test_raw_response_headers_say_where_it_went(client):
    raw = client.chat.completions.with_raw_response.create(
        model="auto", messages=ask("What is the capital of France?"), max_tokens=8
    )
    assert raw.headers["x-conduit-tier"] == "light"
    assert raw.headers["x-conduit-model"] == REAL
    assert raw.headers["x-conduit-endpoint"]
    assert raw.headers["x-conduit-reason"]
    assert raw.headers["x-conduit-attempts"] == "1"


@pytest.mark.parametrize("model", [REAL, SIMULATED])
def test_stream_equals_the_unstreamed_answer(client, model):
    request = dict(model=model, messages=ask("Count to five."), temperature=0, max_tokens=24)
    whole = client.chat.completions.create(**request).choices[0].message.content
    assert whole
    assert streamed(client, **request) == whole


@pytest.mark.parametrize("model", [REAL, SIMULATED])
def test_stream_bytes_equal_a_direct_call(stack, client, model):
    """Byte for byte but for what differs by call: id and creation time."""
    url = endpoint(stack[1], model)
    request = dict(model=model, messages=ask("Drei Farben, 日本語, naïve?"), temperature=0, max_tokens=32)
    direct = openai.OpenAI(base_url=f"{url}/v1", api_key="unused", max_retries=0)
    assert streamed(client, **request) == streamed(direct, **request)


@pytest.mark.parametrize("model", [REAL, SIMULATED])
def test_json_schema(client, model):
    schema = {
        "type": "object",
        "properties": {"city": {"type": "string"}, "people": {"type": "integer"}},
        "required": ["city", "people"],
        "additionalProperties": False,
    }
    answer = client.chat.completions.create(
        model=model,
        messages=ask("Paris as JSON."),
        temperature=0,
        max_tokens=96,
        response_format={"type": "json_schema", "json_schema": {"name": "city", "schema": schema}},
    )
    value = json.loads(answer.choices[0].message.content)
    assert isinstance(value["city"], str) and isinstance(value["people"], int)


@pytest.mark.parametrize("model", [REAL, SIMULATED])
def test_forced_tool_streams_its_call(client, model):
    tool = {
        "type": "function",
        "function": {
            "name": "weather",
            "parameters": {
                "type": "object",
                "properties": {"city": {"type": "string"}},
                "required": ["city"],
            },
        },
    }
    stream = client.chat.completions.create(
        model=model,
        messages=ask("What is the weather in Paris?"),
        tools=[tool],
        tool_choice={"type": "function", "function": {"name": "weather"}},
        temperature=0,
        max_tokens=64,
        stream=True,
    )
    names, arguments = [], ""
    for chunk in stream:
        for call in chunk.choices[0].delta.tool_calls or [] if chunk.choices else []:
            names += [call.function.name] if call.function.name else []
            arguments += call.function.arguments or ""
    assert names == ["weather"]
    assert isinstance(json.loads(arguments)["city"], str)


def test_unknown_model_is_not_found_and_lists_what_there_is(client):
    with pytest.raises(openai.NotFoundError, match=SIMULATED):
        client.chat.completions.create(model="nope", messages=ask("Hello"))


def test_malformed_body_is_a_bad_request_in_openai_shape(stack):
    request = urllib.request.Request(
        f"{stack[0]}/v1/chat/completions", data=b'{"model": "auto", "messages": [', method="POST"
    )
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(request, timeout=30)
    assert error.value.code == 400
    assert json.loads(error.value.read())["error"]["message"]


@pytest.mark.parametrize("model", [REAL, SIMULATED])
def test_cancelled_stream_frees_the_engine(stack, client, model):
    stream = client.chat.completions.create(
        model=model, messages=ask("A very long story about the sea."), max_tokens=1500, stream=True
    )
    next(iter(stream))
    stream.close()
    deadline = time.monotonic() + 10
    while running(endpoint(stack[1], model, every=True)) > 0:
        assert time.monotonic() < deadline, "the engine still runs the abandoned request"
        time.sleep(0.05)


def endpoint(state, model, every=False):
    [snapshot] = pathlib.Path(state).rglob("snapshot.json")
    for target in json.loads(snapshot.read_text())["targets"]:
        if target["model"] == model:
            urls = [e["url"] for e in target["endpoints"]]
            return urls if every else urls[0]
    raise LookupError(model)


def running(urls):
    total = 0.0
    for url in urls:
        with urllib.request.urlopen(f"{url}/metrics", timeout=10) as response:
            for line in response.read().decode().splitlines():
                if line.startswith("vllm:num_requests_running{"):
                    total += float(line.rsplit(" ", 1)[1])
    return total
