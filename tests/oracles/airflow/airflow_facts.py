"""Prints what Airflow makes of tasks/airflow/sodai_mlops.py, as JSON."""

import json
import sys

from airflow.dag_processing.dagbag import DagBag
from airflow.sdk import TriggerRule
from airflow.sdk.exceptions import ParamValidationError

bag = DagBag(sys.argv[1])
dag = bag.dags["sodai_mlops"]


def accepts(name, value):
    param = dag.params.get_param(name)
    try:
        param.resolve(value)
        return True
    except ParamValidationError:
        return False


tasks = dag.task_dict
print(json.dumps({
    "errors": bag.import_errors,
    "schedule": dag.schedule,
    "zone": str(dag.timezone),
    "tags": sorted(dag.tags),
    "catchup": dag.catchup,
    "max_active_runs": dag.max_active_runs,
    "owners": sorted({task.owner for task in tasks.values()}),
    "retries": sorted({task.retries for task in tasks.values()}),
    "callbacks": all(task.on_failure_callback for task in tasks.values()),
    "after": {name: sorted(task.upstream_task_ids) for name, task in tasks.items()},
    "mapped": sorted(name for name, task in tasks.items() if task.is_mapped),
    "rules": {name: TriggerRule(task.trigger_rule).name.lower() for name, task in tasks.items()},
    # the first stage looks into a storage
    "storage": tasks["wait_for_data"].poke({"params": {"data_dir": "s3://sales/data"}}),
    "params": dag.params.dump(),
    "doc": dag.doc_md,
    "week": dag.params.get_param("week").description,
    "accepts": [accepts(name, value) for name, value in json.loads(sys.argv[2])],
}))
