import json
import time
import urllib.request

import boto3

TYPE = "AISERVICES_OPT_OUT_POLICY"


def status(api):
    root = api.list_roots()["Roots"][0]
    states = {kind["Type"]: kind["Status"] for kind in root["PolicyTypes"]}
    return root["Id"], states.get(TYPE)


def enable(api, expected):
    root, state = status(api)
    if expected and root != expected:
        raise ValueError(f"the root is {root}, this template is for {expected}")
    asked = False
    for _ in range(30):
        if state == "ENABLED":
            return root
        # While it is still being disabled it cannot be enabled again.
        if state is None and not asked:
            api.enable_policy_type(RootId=root, PolicyType=TYPE)
            asked = True
        else:
            time.sleep(2)
        state = status(api)[1]
    raise TimeoutError("the policy type is not enabled after a minute")


def handler(event, context):
    answer = {"Status": "SUCCESS", "PhysicalResourceId": TYPE, "Data": {}}
    try:
        # Deleting the stack leaves the type enabled: disabling it would detach every policy at once.
        if event["RequestType"] != "Delete":
            expected = event["ResourceProperties"].get("ExpectedRootId")
            answer["Data"]["RootId"] = enable(boto3.client("organizations"), expected)
    except Exception as error:
        answer.update(Status="FAILED", Reason=f"{type(error).__name__}: {error}"[:500])
    for key in ("StackId", "RequestId", "LogicalResourceId"):
        answer[key] = event[key]
    body = json.dumps(answer).encode()
    request = urllib.request.Request(event["ResponseURL"], body, {"Content-Type": ""}, method="PUT")
    urllib.request.urlopen(request, timeout=10).close()
