"""Print what botocore finds for environments and files, and where it would ask.

Reads a JSON object from standard input:
  chains: a list of {environment, profile (or null), services: [client names]}; prints for each
          {keys: [access key, secret, token] or null, region, endpoints: {client name: URL}, error}
  hosts:  a list of {service, region, fips, dualStack}; prints for each {url, signingRegion} or null
  words:  a list of command lines; prints for each what shlex.split makes of it, or null
Ends with status 3 when botocore is not installed.
"""

import json
import os
import shlex
import sys

try:
    import botocore.credentials
    import botocore.loaders
    import botocore.session
    import botocore.tokens
    from botocore.endpoint_provider import EndpointProvider
except ImportError:
    sys.exit(3)

loader = botocore.loaders.Loader()


def chain(case):
    for name in [name for name in os.environ if name.startswith("AWS_") or name == "HOME"]:
        del os.environ[name]
    os.environ.update(case["environment"])
    # The folder of the cache is fixed when botocore is imported.
    cache = os.path.expanduser("~/.aws/sso/cache")
    botocore.credentials.SSOProvider._SSO_TOKEN_CACHE_DIR = cache
    botocore.tokens.SSOTokenProvider._SSO_TOKEN_CACHE_DIR = cache
    result = {"keys": None, "region": None, "endpoints": {}, "error": None}
    try:
        session = botocore.session.Session(profile=case["profile"])
        session.register_component("data_loader", loader)
        result["region"] = session.get_config_variable("region")
        found = session.get_credentials()
        if found is not None:
            keys = found.get_frozen_credentials()
            result["keys"] = [keys.access_key, keys.secret_key, keys.token]
        for service in case["services"]:
            client = session.create_client(
                service, region_name=result["region"] or "us-east-1",
                aws_access_key_id="a", aws_secret_access_key="b")
            url = client.meta.endpoint_url
            resolver = client._ruleset_resolver
            operation = client.meta.service_model.operation_model(client.meta.service_model.operation_names[0])
            result["endpoints"][service] = resolver.construct_endpoint(operation, None, {}).url or url
    except Exception as error:  # Whatever it is, there are no keys.
        result["error"] = type(error).__name__ + ": " + str(error)
    return result


providers = {}


def host(case):
    service = case["service"]
    if service not in providers:
        providers[service] = EndpointProvider(
            loader.load_service_model(service, "endpoint-rule-set-1"), loader.load_data("partitions"))
    try:
        found = providers[service].resolve_endpoint(
            Region=case["region"], UseFIPS=case["fips"], UseDualStack=case["dualStack"])
    except Exception:
        return None
    schemes = found.properties.get("authSchemes", [{}])
    return {"url": found.url, "signingRegion": schemes[0].get("signingRegion")}


def words(line):
    try:
        return shlex.split(line)
    except ValueError:
        return None


question = json.load(sys.stdin)
json.dump(
    {
        "chains": [chain(case) for case in question.get("chains", [])],
        "hosts": [host(case) for case in question.get("hosts", [])],
        "words": [words(line) for line in question.get("words", [])],
    },
    sys.stdout,
)
