"""The conversation with base: requests that are signed, answers that are checked, nothing decided.

An answer counts only once it was read whole and is the message that was asked for: a cut-off
connection, or something on the way that answers in base's stead, never looks like success.
"""

import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Final, TypeVar, cast

import httpx2
from pydantic import BaseModel, ValidationError

from inspector_app.domain.changes.signer import Sign
from inspector_app.domain.errors import BaseAway, RefusedByBase
from inspector_app.domain.ids import DeviceId, InspectionId, Sha256
from inspector_app.sync import refusals, wire
from inspector_app.sync.pace import UNLIMITED, Pace
from inspector_app.sync.signatures import digest_of, signed
from inspector_app.sync.transfer import packed
from inspector_app.sync.wire import ProblemCode
from inspector_app.texts import tr

_CONNECT_S = 10.0
_ANSWER_S = 30.0
_SLOWEST = 32 * 1024
"""Bytes in a second; on a slower line a request is given up, and asked anew later."""
_PIECE = 256 * 1024
_LARGEST_PACK = 64 * 1024 * 1024
_TRIES = 3
_LONGEST_WAIT_S = 60.0
_FIRST_WAIT_S = 0.5
_PASSING: Final = (ProblemCode.BUSY, ProblemCode.TOO_MANY)
"""Refusals after which base says when to ask again."""
_AGAIN: Final = (
    *_PASSING,
    ProblemCode.STALE_CLOCK,
    ProblemCode.REPLAYED,
    ProblemCode.WRONG_DIGEST,
)
"""Refusals that need not be one the next time."""

_JSON: Final = {"Content-Type": "application/json"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Content = bytes | memoryview
"""A request's body; a memoryview is not looked at any more when a call returns."""
M = TypeVar("M", bound=BaseModel)
Connect = Callable[[str | None], AbstractContextManager[httpx2.Client]]
"""Given base's authority (PEM; None: not known yet), returns a client that trusts it alone."""


@contextmanager
def connected(authority: str | None) -> Iterator[httpx2.Client]:
    """Give a client that trusts nobody but base's own authority, and sends only to base.

    Without an authority nothing that is asked may be believed.
    """
    verify: ssl.SSLContext | bool = False
    if authority is not None:
        verify = ssl.create_default_context(cadata=authority)
        verify.minimum_version = ssl.TLSVersion.TLSv1_2
    with httpx2.Client(verify=verify, trust_env=False, follow_redirects=False) as client:
        yield client


class BaseClient:
    """Speaks with one base for one laptop. All that it asks may be asked again without harm."""

    def __init__(
        self,
        http: httpx2.Client,
        address: str,
        device: DeviceId,
        sign: Sign,
        now: Callable[[], datetime],
        wait: Callable[[float], None] = time.sleep,
        pace: Pace = UNLIMITED,
    ) -> None:
        """Args: ``now`` is the laptop's clock; ``wait`` may raise, which ends what is asked."""
        self._http = http
        self._address = address.rstrip("/")
        self._device = device
        self._sign = sign
        self._now = now
        self._wait = wait
        self._pace = pace
        self._behind: timedelta | None = None

    @property
    def ahead(self) -> timedelta:
        """How far the laptop's clock is before base's; known once base was asked anything."""
        return -(self._behind or timedelta())

    def at_base(self) -> wire.AtBase:
        """Return what base says to anybody, and learn its time from it.

        Raises:
            BaseAway: it cannot be reached.
            RefusedByBase: it speaks another protocol.
        """
        asked = self._now()
        found = self._message(wire.AtBase, self._once("GET", "/v1/base", is_signed=False))
        if found.protocol != wire.PROTOCOL:
            problem = _problem(ProblemCode.OTHER_PROTOCOL)
            raise refusals.error_of(problem)
        half = (self._now() - asked) / 2
        self._behind = timedelta(milliseconds=found.time_ms) - (asked + half - _EPOCH)
        return found

    def authority(self) -> bytes:
        """Return base's authority, PEM; it proves nothing until it was compared."""
        return self._once("GET", "/v1/authority", is_signed=False)

    def enrol(self, enrolment: wire.Enrolment) -> wire.Enrolled:
        """Ask to be one of base's laptops."""
        content = enrolment.model_dump_json().encode()
        answer = self._ask("POST", "/v1/enrolments", content, _JSON)
        return self._message(wire.Enrolled, answer)

    # Inspections

    def mine(self) -> wire.Mine:
        """Return the inspections that this laptop works on, as base says."""
        return self._message(wire.Mine, self._ask("GET", "/v1/inspections"))

    def open(self, inspection: InspectionId, pack: Sha256) -> wire.AtBaseOf:
        """Bring an inspection that base does not know.

        Raises:
            NotAtBase: base knows it, and this laptop is not of its team.
        """
        form = wire.Opening(inspection=inspection, pack=pack)
        answer = self._ask("POST", "/v1/inspections", form.model_dump_json().encode(), _JSON)
        return self._message(wire.AtBaseOf, answer)

    def of(self, inspection: InspectionId) -> wire.AtBaseOf:
        """Return how an inspection stands at base.

        Raises:
            NotAtBase: it is not there, or this laptop is not of its team.
        """
        return self._message(wire.AtBaseOf, self._ask("GET", f"/v1/inspections/{inspection}"))

    def push(self, inspection: InspectionId, lines: Sequence[bytes]) -> wire.Taken:
        """Hand changes over."""
        path = f"/v1/inspections/{inspection}/changes"
        headers = {"Content-Type": wire.NDJSON, "Content-Encoding": "gzip"}
        return self._message(
            wire.Taken, self._ask("POST", path, packed(b"\n".join(lines)), headers)
        )

    def pull(self, inspection: InspectionId, wanted: wire.Wanted) -> tuple[list[bytes], bool]:
        """Return some of the changes that are lacking here, and whether there are more."""
        path = f"/v1/inspections/{inspection}/changes/wanted"
        headers: dict[str, str] = {}
        content = self._ask(
            "POST", path, wanted.model_dump_json().encode(), _JSON, answered=headers
        )
        return content.splitlines(), headers.get(wire.MORE.lower()) == "1"

    def names(self, inspection: InspectionId) -> wire.People:
        """Return the names of people that base knows."""
        path = f"/v1/inspections/{inspection}/names"
        return self._message(wire.People, self._ask("GET", path))

    def tell_names(self, inspection: InspectionId, people: wire.People) -> None:
        """Tell names; those that base knows, or that were erased, stay as they are there."""
        path = f"/v1/inspections/{inspection}/names"
        self._ask("PUT", path, people.model_dump_json().encode(), _JSON)

    def tell_holding(self, inspection: InspectionId, holding: wire.Holding) -> None:
        """Tell what files of an inspection are lacking here."""
        path = f"/v1/inspections/{inspection}/holding"
        self._ask("PUT", path, holding.model_dump_json().encode(), _JSON)

    def copies(self, inspection: InspectionId) -> wire.Copies:
        """Return which files the other laptops lack."""
        path = f"/v1/inspections/{inspection}/copies"
        return self._message(wire.Copies, self._ask("GET", path))

    def comparisons(self, inspection: InspectionId) -> wire.Signed:
        """Return what base tells an inspection of other forces, as base signed it."""
        path = f"/v1/inspections/{inspection}/comparisons"
        return self._message(wire.Signed, self._ask("GET", path))

    # Packs

    def pack(self, sha256: Sha256) -> bytes:
        """Return a checklist pack's archive."""
        return self._ask("GET", f"/v1/packs/{sha256}", most=_LARGEST_PACK)

    def keep_pack(self, sha256: Sha256, archive: bytes) -> None:
        """Hand a checklist pack over."""
        headers = {"Content-Type": "application/octet-stream"}
        self._ask("PUT", f"/v1/packs/{sha256}", archive, headers)

    # Files

    def offer(self, inspection: InspectionId, offer: wire.FileOffer) -> wire.FileState:
        """Offer a file, and return what base has of it."""
        path = f"/v1/inspections/{inspection}/files"
        answer = self._ask("POST", path, offer.model_dump_json().encode(), _JSON)
        return self._message(wire.FileState, answer)

    def put_part(
        self,
        inspection: InspectionId,
        sha256: Sha256,
        number: int,
        content: Content,
        url: str | None = None,
        digest: str | None = None,
    ) -> None:
        """Hand a part of a file over, to base or past it to ``url``, where base said so.

        Args:
            inspection: whose.
            sha256: of the file.
            number: from 1.
            content: of the part.
            url: where base said that it may go past base; None: to base.
            digest: its Content-Digest field where that is not just of ``content``.
        """
        headers = {"Content-Type": "application/octet-stream"}
        if digest is not None:
            headers["Content-Digest"] = digest
        if url is None:
            path = f"/v1/inspections/{inspection}/files/{sha256}/parts/{number}"
            self._ask("PUT", path, content, headers)
            return
        for attempt in range(1, _TRIES + 1):
            try:
                self._put_past(url, content)
            except _CutOff as error:
                if attempt == _TRIES:
                    raise BaseAway(str(error)) from error
                self._wait(_FIRST_WAIT_S * 2**attempt)
            else:
                return

    def _put_past(self, url: str, content: Content) -> None:
        """Put bytes where base said; they count once base has looked at them."""
        with _telling(), self._http.stream(
            "PUT", url, content=self._paced(content), headers={"Content-Length": str(len(content))},
            timeout=self._timeout(len(content)),
        ) as answer:  # fmt: skip
            answer.read()
        if not answer.is_success:
            raise _CutOff(refusals.CUT_OFF)

    def complete(self, inspection: InspectionId, sha256: Sha256) -> wire.FileState:
        """Say that all parts are there."""
        path = f"/v1/inspections/{inspection}/files/{sha256}/complete"
        return self._message(wire.FileState, self._ask("POST", path))

    def state(self, inspection: InspectionId, sha256: Sha256) -> wire.FileState:
        """Return how a file stands at base."""
        path = f"/v1/inspections/{inspection}/files/{sha256}/state"
        return self._message(wire.FileState, self._ask("GET", path))

    def fetch(self, inspection: InspectionId, sha256: Sha256) -> Iterator[bytes]:
        """Yield a file's bytes, going on from where the connection was cut off.

        Raises:
            BaseAway: the connection was cut off several times without a byte in between.
        """
        path = f"/v1/inspections/{inspection}/files/{sha256}"
        if self._behind is None:
            self.at_base()
        done, fruitless = 0, 0
        while True:
            before, pause = done, _FIRST_WAIT_S
            try:
                for piece in self._from(path, done):
                    done += len(piece)
                    yield piece
            except _Passing as passing:
                fruitless += 1
                if fruitless == _TRIES:
                    raise refusals.error_of(passing.problem) from None
                pause = self._come_to_terms(passing.problem, fruitless)
            except _CutOff as error:
                fruitless = 1 if done > before else fruitless + 1
                if fruitless == _TRIES:
                    raise BaseAway(str(error)) from error
            else:
                return
            self._wait(pause)

    def _from(self, path: str, start: int) -> Iterator[bytes]:
        headers = {"Accept-Encoding": "identity"}
        if start:
            headers["Range"] = f"bytes={start}-"
        with self._sent("GET", path, b"", headers, is_signed=True) as answer:
            if answer.status_code == httpx2.codes.RANGE_NOT_SATISFIABLE and start:
                return  # it ended just where we were
            self._require_granted(answer)
            skip = start if start and answer.status_code != httpx2.codes.PARTIAL_CONTENT else 0
            with _telling():
                for piece in answer.iter_bytes():
                    self._pace.spent(len(piece))
                    if skip < len(piece):
                        yield piece[skip:]
                    skip = max(0, skip - len(piece))

    # One request

    def _ask(
        self,
        method: str,
        path: str,
        content: Content = b"",
        headers: Mapping[str, str] | None = None,
        *,
        most: int = wire.MOST_PLAIN,
        answered: dict[str, str] | None = None,
    ) -> bytes:
        """Ask until base answers, a few times at most, and return the answer's body."""
        if self._behind is None:
            self.at_base()
        for attempt in range(1, _TRIES + 1):
            try:
                return self._once(method, path, content, headers, most=most, answered=answered)
            except _Passing as passing:
                if attempt == _TRIES:
                    raise refusals.error_of(passing.problem) from None
                pause = self._come_to_terms(passing.problem, attempt)
            except _CutOff as error:
                if attempt == _TRIES:
                    raise BaseAway(str(error)) from error
                pause = _FIRST_WAIT_S * 2**attempt
            self._wait(pause)
        raise AssertionError(path)

    def _come_to_terms(self, problem: wire.Problem, attempt: int) -> float:
        """Do what the refusal asks for, and return how many seconds to wait after that."""
        if problem.code is ProblemCode.STALE_CLOCK:
            self.at_base()
            return 0.0
        if problem.code in _PASSING and problem.retry_after_s is not None:
            return min(float(problem.retry_after_s), _LONGEST_WAIT_S)
        return _FIRST_WAIT_S * float(2**attempt)

    def _once(
        self,
        method: str,
        path: str,
        content: Content = b"",
        headers: Mapping[str, str] | None = None,
        *,
        is_signed: bool = True,
        most: int = wire.MOST_PLAIN,
        answered: dict[str, str] | None = None,
    ) -> bytes:
        try:
            with self._sent(method, path, content, headers or {}, is_signed=is_signed) as answer:
                self._require_granted(answer)
                if answered is not None:
                    answered.update({k.lower(): v for k, v in answer.headers.items()})
                return self._whole(answer, most)
        except _CutOff as error:
            if is_signed:
                raise
            raise BaseAway(str(error)) from error
        except _Passing as passing:
            if is_signed:
                raise
            raise refusals.error_of(passing.problem) from None

    @contextmanager
    def _sent(
        self,
        method: str,
        path: str,
        content: Content,
        headers: Mapping[str, str],
        *,
        is_signed: bool,
    ) -> Iterator[httpx2.Response]:
        url = f"{self._address}{path}"
        given = dict(headers)
        if is_signed:
            now = self._now() + (self._behind or timedelta())
            digest = given.pop("Content-Digest", None)
            given |= signed(method, url, content, self._device, self._sign, now, digest)
        else:
            given["Content-Digest"] = digest_of(content)
        body: Iterable[bytes] | None = None
        if content or method != "GET":
            given["Content-Length"] = str(len(content))
            body = self._paced(content)
        with _telling(), self._http.stream(
            method, url, content=body, headers=given, timeout=self._timeout(len(content))
        ) as answer:  # fmt: skip
            yield answer

    def _paced(self, content: Content) -> Iterator[bytes]:
        for start in range(0, len(content), _PIECE):
            piece = content[start : start + _PIECE]
            yield cast("bytes", piece)  # the library takes whatever can be joined
            self._pace.spent(len(piece))

    def _timeout(self, size: int) -> httpx2.Timeout:
        answer = _ANSWER_S + size / _SLOWEST + self._pace.seconds(size)
        return httpx2.Timeout(answer, connect=_CONNECT_S)

    def _require_granted(self, answer: httpx2.Response) -> None:
        if answer.is_success:
            return
        problem = refusals.problem_of(self._whole(answer, wire.MOST_BYTES))
        if problem is None:
            # Whatever stands in front of base answers so when base itself does not run.
            is_away = answer.status_code in (502, 503, 504)
            raise _CutOff(refusals.AWAY if is_away else refusals.UNREADABLE)
        if problem.code in _AGAIN:
            raise _Passing(problem)
        raise refusals.error_of(problem)

    def _whole(self, answer: httpx2.Response, most: int) -> bytes:
        content = bytearray()
        for piece in answer.iter_bytes():
            self._pace.spent(len(piece))
            content += piece
            if len(content) > most:
                raise RefusedByBase(
                    tr(
                        "Base sent more than it was asked for. That was not taken in; what "
                        "came before it is kept. Tell the base administrator."
                    )
                )
        return bytes(content)

    def _message(self, form: type[M], content: bytes) -> M:
        try:
            return form.model_validate_json(content)
        except ValidationError as error:
            raise BaseAway(refusals.UNREADABLE) from error


class _CutOff(BaseAway):
    """No whole answer came; the next time one may."""


class _Passing(Exception):
    """A refusal that may not be one the next time."""

    def __init__(self, problem: wire.Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@contextmanager
def _telling() -> Iterator[None]:
    """Turn what the library raises into what it means here."""
    try:
        yield
    except httpx2.ConnectError as error:
        raise _CutOff(_why_not_reached(error)) from error
    except (httpx2.TransportError, httpx2.DecodingError, httpx2.StreamError) as error:
        raise _CutOff(refusals.CUT_OFF) from error
    except (httpx2.InvalidURL, httpx2.HTTPError) as error:
        raise _CutOff(refusals.UNREADABLE) from error


def _why_not_reached(error: httpx2.ConnectError) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return refusals.NOT_PROVEN
        cause = cause.__cause__ or cause.__context__
    return refusals.AWAY


def _problem(code: ProblemCode) -> wire.Problem:
    return wire.Problem(type=f"urn:spr-base:problem:{code.value}", title="", status=0, code=code)
