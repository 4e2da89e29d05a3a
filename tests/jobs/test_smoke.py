from __future__ import annotations
import json, time
from pathlib import Path
from tests.harness import Person, Program
from tests.jobs.conftest import Jobs

def test_smoke(jobs: Jobs, doughy: Program, worker: Person, deal: str, tmp_path: Path, plugged: Path) -> None:
    file = tmp_path / "notes"; file.touch(); 
    import os; os.chmod(tmp_path, 0o777)
    for n in range(3):
        done = jobs("add", "sleep", "--deal", deal, "--input", json.dumps({"file": str(file)}), "--json")
        print(done)
    jobs("add", "fail", "--deal", deal, "--input", '{"how": "crash"}')
    jobs("add", "fail", "--deal", deal, "--input", '{"how": "later", "until": 2}')
    jobs("add", "effect", "--deal", deal, "--input", json.dumps({"file": str(file)}))
    t=time.time()
    done = doughy.spawn("jobs", "work", "--drain", "--concurrency", "2", "--backoff", "0", "--poll", "0.1", person=worker, env={"PYTHONPATH": os.environ["PYTHONPATH"]})
    print(done.code, done.out, done.err, time.time()-t)
    print(file.read_text())
    print(jobs("list").out)
    assert 0
