#!/usr/bin/env python3
"""Opts the organization out of AI services data use.

{{madeBy}}.

One stack in the management account, in {{region}}: cdk deploy
{{comments}}
"""

import pathlib

import aws_cdk as cdk
from aws_cdk import aws_iam, aws_lambda, aws_logs, aws_organizations

POLICY_TYPE = "AISERVICES_OPT_OUT_POLICY"
ROOT_ID = {{root}}
ROOT_PATH = {{rootPath}}

# Logical id, name, description, content, targets.
POLICIES = [
    {{policies}}
]


def statement(action, resource, **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


class OptOutStack(cdk.Stack):
    def __init__(self, scope, identifier, **options):
        super().__init__(scope, identifier, **options)
        log = aws_logs.CfnLogGroup(self, "EnablePolicyTypeLog", retention_in_days=365)
        log.apply_removal_policy(cdk.RemovalPolicy.DESTROY)
        role = aws_iam.CfnRole(
            self,
            "EnablePolicyTypeRole",
            assume_role_policy_document={
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": "lambda.amazonaws.com"},
                        "Action": "sts:AssumeRole",
                    }
                ],
            },
            policies=[
                aws_iam.CfnRole.PolicyProperty(
                    policy_name="enable-policy-type",
                    policy_document={
                        "Version": "2012-10-17",
                        "Statement": [
                            statement("organizations:ListRoots", "*"),
                            statement(
                                "organizations:EnablePolicyType",
                                cdk.Fn.sub(
                                    "arn:${AWS::Partition}:organizations::${AWS::AccountId}:root/" + ROOT_PATH
                                ),
                                Condition={"StringEquals": {"organizations:PolicyType": POLICY_TYPE}},
                            ),
                            statement(["logs:CreateLogStream", "logs:PutLogEvents"], log.attr_arn),
                        ],
                    },
                )
            ],
        )
        function = aws_lambda.CfnFunction(
            self,
            "EnablePolicyTypeFunction",
            description="Enables the AI services opt-out policy type",
            runtime="python3.13",
            handler="index.handler",
            timeout=120,
            role=role.attr_arn,
            logging_config=aws_lambda.CfnFunction.LoggingConfigProperty(log_group=log.ref),
            code=aws_lambda.CfnFunction.CodeProperty(
                zip_file=pathlib.Path(__file__).with_name("enable_policy_type.py").read_text()
            ),
        )
        properties = {"ServiceToken": function.attr_arn, "PolicyType": POLICY_TYPE}
        if ROOT_ID:
            properties["ExpectedRootId"] = ROOT_ID
        enabled = cdk.CfnResource(
            self, "EnablePolicyType", type="Custom::EnablePolicyType", properties=properties
        )
        enabled.apply_removal_policy(cdk.RemovalPolicy.RETAIN)
        for identifier, name, description, content, targets in POLICIES:
            policy = aws_organizations.CfnPolicy(
                self,
                identifier,
                name=name,
                description=description,
                type=POLICY_TYPE,
                content=content,
                target_ids=targets or [cdk.Token.as_string(enabled.get_att("RootId"))],
            )
            if targets:
                policy.node.add_dependency(enabled)
            policy.apply_removal_policy(cdk.RemovalPolicy.RETAIN)


app = cdk.App()
OptOutStack(
    app,
    "AIServicesOptOut",
    description="AI services opt-out policies of the organization",
    env=cdk.Environment(account={{account}}, region="{{region}}"),
    synthesizer=cdk.BootstraplessSynthesizer(),
)
app.synth()
