"""The conversation with base over a network that does what networks do."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app.domain.errors import BaseAway, LaptopRefused, NotAtBase, RefusedByBase
from inspector_app.domain.ids import DeviceId, InspectionId, Sha256
from inspector_app.sync import refusals
from inspector_app.sync.client import BaseClient
from inspector_app.sync.signatures import TOLERANCE, NotSigned, checked
from inspector_app.sync.wire import PROBLEM, AtBase, Mine, Problem, ProblemCode

KEY = Ed25519PrivateKey.generate()
DEVICE = DeviceId(KEY.public_key().public_bytes_raw().hex())
BASE, EPOCH = "b" * 64, "e" * 32
INSPECTION, FILE = InspectionId("a" * 32), Sha256("f" * 64)
ADDRESS = "https://base.example"
AT_NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)

Answer = Callable[[httpx2.Request], httpx2.Response]


class FakeNetwork:
    """What lies between: answers in turn, by whatever each test wants."""

    def __init__(self, *answers: Answer, clock: datetime = AT_NOON) -> None:
        self.answers = list(answers)
        self.asked: list[httpx2.Request] = []
        self.waited: list[float] = []
        self.clock = clock

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/v1/base":
            return httpx2.Response(200, content=self.at_base().model_dump_json())
        request.read()
        self.asked.append(request)
        return self.answers.pop(0)(request)

    def at_base(self) -> AtBase:
        time_ms = int(self.clock.timestamp() * 1000)
        return AtBase(protocol=1, time_ms=time_ms, base=BASE, epoch=EPOCH)

    def client(self, now: datetime = AT_NOON) -> BaseClient:
        http = httpx2.Client(transport=httpx2.MockTransport(self))
        return BaseClient(http, ADDRESS, DEVICE, KEY.sign, lambda: now, self.waited.append)


def mine(_: httpx2.Request) -> httpx2.Response:
    form = Mine(time_ms=0, epoch=EPOCH, inspections={INSPECTION: "1/1"})
    return httpx2.Response(200, content=form.model_dump_json())


def refusing(code: ProblemCode, status: int = 400, retry_after_s: int | None = None) -> Answer:
    form = Problem(
        type=f"urn:spr-base:problem:{code}",
        title="x",
        status=status,
        code=code,
        retry_after_s=retry_after_s,
    )

    def answer(_: httpx2.Request) -> httpx2.Response:
        content = form.model_dump_json()
        return httpx2.Response(status, content=content, headers={"Content-Type": PROBLEM})

    return answer


def cut_off(_: httpx2.Request) -> httpx2.Response:
    raise httpx2.RemoteProtocolError("peer closed connection")


def away(_: httpx2.Request) -> httpx2.Response:
    raise httpx2.ConnectError("no route")


def proof_of(request: httpx2.Request, now: datetime) -> str:
    proof = checked(request.method, str(request.url), request.headers, now)
    proof.require_fits(request.content)
    return proof.nonce


def test_a_laptop_whose_clock_is_days_off_signs_with_bases_time() -> None:
    network = FakeNetwork(mine)
    client = network.client(now=AT_NOON - timedelta(days=9))
    client.mine()
    assert proof_of(network.asked[0], AT_NOON)
    assert client.ahead == timedelta(days=-9)


def test_a_stale_clock_is_asked_for_again_and_the_request_is_sent_anew() -> None:
    network = FakeNetwork(refusing(ProblemCode.STALE_CLOCK, 401), mine)
    client = network.client()
    client.at_base()
    network.clock = AT_NOON + timedelta(hours=1)
    client.mine()
    first, second = network.asked
    assert proof_of(first, AT_NOON) != proof_of(second, network.clock)
    with pytest.raises(NotSigned):
        proof_of(first, AT_NOON + TOLERANCE * 2)


def test_what_base_asks_for_again_is_asked_for_after_the_pause_it_wants() -> None:
    network = FakeNetwork(refusing(ProblemCode.BUSY, 503, 7), mine)
    assert network.client().mine().inspections
    assert network.waited == [7.0]


@pytest.mark.parametrize("fault", [cut_off, refusing(ProblemCode.REPLAYED, 401)])
def test_what_the_network_breaks_is_sent_again_under_a_new_signature(fault: Answer) -> None:
    network = FakeNetwork(fault, mine)
    network.client().mine()
    assert len({proof_of(each, AT_NOON) for each in network.asked}) == 2


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (away, refusals.AWAY),
        (cut_off, refusals.CUT_OFF),
        (lambda _: httpx2.Response(502, content=b"<html>"), refusals.AWAY),
        (lambda _: httpx2.Response(200, content=b""), refusals.UNREADABLE),
        (lambda _: httpx2.Response(200, content=b'{"time_ms":1'), refusals.UNREADABLE),
        (lambda _: httpx2.Response(404, content=b"not found"), refusals.UNREADABLE),
    ],
)
def test_what_is_not_a_whole_answer_of_base_is_no_success(fault: Answer, words: str) -> None:
    with pytest.raises(BaseAway) as told:
        FakeNetwork(*[fault] * 3).client().mine()
    assert str(told.value) == words


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (ProblemCode.REVOKED_DEVICE, LaptopRefused),
        (ProblemCode.NOT_FOUND, NotAtBase),
        (ProblemCode.TOO_LARGE, RefusedByBase),
    ],
)
def test_a_refusal_that_stays_is_not_asked_for_again(
    code: ProblemCode, kind: type[Exception]
) -> None:
    network = FakeNetwork(refusing(code))
    with pytest.raises(kind):
        network.client().of(INSPECTION)
    assert len(network.asked) == 1


class CutOff(httpx2.SyncByteStream):
    """A body that ends in the middle."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def __iter__(self) -> Iterator[bytes]:
        yield self._content
        raise httpx2.ReadError("reset")


def test_a_file_goes_on_where_the_connection_was_cut_off() -> None:
    content = bytes(range(256)) * 1000

    def part(request: httpx2.Request) -> httpx2.Response:
        start = int(request.headers.get("Range", "bytes=0-")[6:-1])
        end = start + 100_000
        status = 206 if start else 200
        if end >= len(content):
            return httpx2.Response(status, content=content[start:])
        return httpx2.Response(status, stream=CutOff(content[start:end]))

    network = FakeNetwork(*[part] * 3)
    assert b"".join(network.client().fetch(INSPECTION, FILE)) == content
    assert [each.headers.get("Range") for each in network.asked] == [
        None,
        "bytes=100000-",
        "bytes=200000-",
    ]


def test_a_server_that_knows_no_ranges_is_skipped_through() -> None:
    content = bytes(range(256)) * 1000
    network = FakeNetwork(
        lambda _: httpx2.Response(200, stream=CutOff(content[:70_000])),
        lambda _: httpx2.Response(200, content=content),
    )
    assert b"".join(network.client().fetch(INSPECTION, FILE)) == content


def test_a_file_is_given_up_once_nothing_comes_any_more() -> None:
    network = FakeNetwork(*[cut_off] * 3)
    with pytest.raises(BaseAway):
        list(network.client().fetch(INSPECTION, FILE))
    assert not network.answers
