"""The two kinds of send that are measured, as whole HTTP requests prepared in advance.

A file of requests is a row of records "<bytes>\\n<request>"; load/replay.lua reads the same form. Every 50th
recipient has opted out, so the 2 % that are kept back lie evenly in time.
"""
import base64
import json
from dataclasses import dataclass
from typing import Callable

VARIANTS = 2000
BLOCKED_EVERY = 50


@dataclass(frozen=True)
class Traffic:
    name: str
    provider: str
    channel: str
    target: str
    headers: tuple[str, ...]
    body: Callable[[str], bytes]
    recipient: Callable[[int], str]
    delivered_status: int  # what the provider answers, and so must every rival
    refused_status: int    # the provider's own answer for an opted-out recipient
    refused_text: bytes    # found in that answer only; empty where it reads like a success

    def recipients(self) -> list[str]:
        return [self.recipient(i) for i in range(VARIANTS)]

    def blocked(self) -> list[str]:
        return self.recipients()[BLOCKED_EVERY - 1::BLOCKED_EVERY]

    def delivered(self) -> list[str]:
        stopped = set(self.blocked())
        return [one for one in self.recipients() if one not in stopped]

    def request(self, recipient: str, authority: str, prefix: str = "") -> bytes:
        body = self.body(recipient)
        head = [f"POST {prefix}{self.target} HTTP/1.1", *self.headers,
                f"Content-Length: {len(body)}", f"Host: {authority}"]
        return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def write_requests(path: str, requests: list[bytes]) -> None:
    with open(path, "wb") as file:
        for request in requests:
            file.write(b"%d\n%s" % (len(request), request))


ACCOUNT = "AC00000000000000000000000000000001"
BASIC = base64.b64encode(f"{ACCOUNT}:0123456789abcdef0123456789abcdef".encode()).decode()


def twilio_body(recipient: str) -> bytes:
    number = recipient.replace("+", "%2B")
    return (f"To={number}&ValidityPeriod=600&SmartEncoded=true&TrafficType=free&MessageIntent=marketing"
            "&RiskCheck=disable&From=ACME&Body=Promo").encode()


def sendgrid_body(recipient: str) -> bytes:
    row = "<tr><td style=\"padding:8px 0;font-family:Arial,sans-serif\">Autumn offer, 20 % off until Sunday</td></tr>"
    send = {
        "from": {"email": "shop@shop.example", "name": "Example Shop"},
        "subject": "Autumn offers",
        "personalizations": [{"to": [{"email": recipient, "name": "Alice"}],
                              "dynamic_template_data": {"name": "Alice", "total": 19.9}}],
        "categories": ["marketing", "autumn"],
        "content": [{"value": "Offers", "type": "text/plain"},
                    {"value": f"<table>{row * 18}</table>", "type": "text/html"}],
        "asm": {"group_id": 4711, "groups_to_display": [4711, 4712]},
        "reply_to": {"email": "help@shop.example"},
    }
    return json.dumps(send, separators=(",", ":")).encode()


# As the official Node SDKs send them (tests/recordings), the recipient apart.
FORM = Traffic(
    name="Twilio form", provider="twilio", channel="sms",
    target=f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json",
    headers=("Accept: application/json", "Content-Type: application/x-www-form-urlencoded",
             "User-Agent: twilio-node/6.2.0 (linux x64) node/v20.20.2", "Accept-Charset: utf-8",
             "Connection: keep-alive", f"Authorization: Basic {BASIC}",
             "Accept-Encoding: gzip, compress, deflate, br"),
    body=twilio_body, recipient=lambda i: f"+1415555{i:04d}",
    delivered_status=201, refused_status=400, refused_text=b"21610")

JSON = Traffic(
    name="SendGrid JSON", provider="sendgrid", channel="email",
    target="/v3/mail/send",
    headers=("Accept: application/json", "Content-Type: application/json",
             "User-Agent: sendgrid/8.1.6;nodejs", "Authorization: Bearer SG.FAKE-KEY.not-a-real-secret",
             "Accept-Encoding: gzip, compress, deflate, br", "Connection: keep-alive"),
    body=sendgrid_body, recipient=lambda i: f"reader{i:04d}@example.com",
    delivered_status=202, refused_status=202, refused_text=b"")
