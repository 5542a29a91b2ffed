"""Print the Authorization header that botocore computes for a request and a date.

Reads a JSON object from standard input: url, headers (an object without Host, X-Amz-Date and
X-Amz-Security-Token), body (base64), date (20240102T030405Z), region, service, accessKeyID,
secretAccessKey, sessionToken (or null). Ends with status 3 when botocore is not installed.
"""

import base64
import datetime
import json
import sys

try:
    import botocore.auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials
except ImportError:
    sys.exit(3)

case = json.load(sys.stdin)
date = datetime.datetime.strptime(case["date"], "%Y%m%dT%H%M%SZ")


class FrozenDatetime(datetime.datetime):
    @classmethod
    def utcnow(cls):
        return date

    @classmethod
    def now(cls, tz=None):
        return date if tz is None else date.replace(tzinfo=tz)


# botocore has read the time in two ways; both are frozen.
if hasattr(botocore.auth, "get_current_datetime"):
    botocore.auth.get_current_datetime = lambda *args, **kwargs: date
if hasattr(botocore.auth, "datetime"):
    botocore.auth.datetime = FrozenDatetime if isinstance(botocore.auth.datetime, type) else botocore.auth.datetime

request = AWSRequest(
    method="POST",
    url=case["url"],
    headers=case["headers"],
    data=base64.b64decode(case["body"]),
)
keys = Credentials(case["accessKeyID"], case["secretAccessKey"], case["sessionToken"])
botocore.auth.SigV4Auth(keys, case["service"], case["region"]).add_auth(request)
if request.headers["X-Amz-Date"] != case["date"]:
    sys.exit("the date was not frozen: " + request.headers["X-Amz-Date"])
print(request.headers["Authorization"])
