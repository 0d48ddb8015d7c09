"""llama.cpp's server as a child process."""

import json
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

PORT = 8123


def post(path, body):
    """The JSON answer to a JSON request."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{PORT}{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=120) as response:
        return json.load(response)


def is_ready():
    """Whether the server answers that it has loaded the model."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/health", timeout=2) as response:
            return json.load(response).get("status") == "ok"
    except (urllib.error.URLError, ConnectionError):
        return False


@contextmanager
def serve(server, model, slots=8, context=1024, threads=2):
    """The server with a loaded model, for as long as the block lasts."""
    command = [server, "-m", model, "--port", PORT, "-np", slots, "-c", context * slots, "-t", threads, "--no-webui"]
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            if is_ready():
                break
            time.sleep(0.3)
        else:
            raise RuntimeError("the server did not start")
        yield
    finally:
        process.terminate()
        process.wait()
