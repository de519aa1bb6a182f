"""What every network promises, whatever its interface: inherited by one test class for each of them.

A subclass provides a `world`: the network, a signed-in account that reaches its server through a `FaultProxy`, and a
way to see what the public sees.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest

from embassy_assistant.domain.account import Account, LanguagePolicy
from embassy_assistant.domain.delivery import FrozenMedia, FrozenSegment, Prepared
from embassy_assistant.domain.errors import (
    AssistantError,
    NetworkRefused,
    RateLimited,
    RequestFailed,
    ServerTrouble,
    SignInAgain,
)
from embassy_assistant.domain.network import Ability, Reconciliation, Sight, SignedIn, ThreadPlace
from tests.helpers.faults import CUTS, Cut, Fault, FaultProxy
from tests.helpers.pictures import flag

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.domain.network import Network

TEXT = "Сьогодні вшановуємо пам’ять жертв Голодомору. 🕯️\n\nhttps://holodomormuseum.org.ua"


class DictSecrets:
    """Secrets in a dict."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self.values.get(name)

    def set(self, name: str, value: str) -> None:
        self.values[name] = value

    def delete(self, name: str) -> None:
        self.values.pop(name, None)


@dataclass(frozen=True, slots=True)
class PublicPost:
    """What the public sees of a post, in the same words for every network."""

    text: str
    languages: tuple[str, ...]
    pictures: tuple[tuple[bytes, str], ...] = ()
    reply_to: str = ""


@dataclass(slots=True)
class World:
    """A network with a server behind a proxy.

    Attributes:
        publishing: part of the request line of the publishing request.
        reading: part of the request line of the request that reads back.
        public: returns the account's posts, oldest first, asked of the server itself.
        corrects_pictures: whether the server can give a picture that is out another description.
        optional: part of the request line of what is asked but not needed: nobody relies on its answer.
        token: what is typed to sign in where it is not the password.
        reference: turns `Published.reference` into what `PublicPost.reply_to` holds.
    """

    network: Network
    signed_in: SignedIn
    password: str
    proxy: FaultProxy
    publishing: str
    reading: str
    public: Callable[[], list[PublicPost]]
    reference: Callable[[str], str]
    corrects_pictures: bool = True
    optional: str = ""
    token: str = ""
    pictures: dict[str, bytes] = field(default_factory=dict)

    def prepare(self, text: str = TEXT, *, place: ThreadPlace | None = None, **segment_fields: Any) -> Prepared:  # noqa: ANN401
        """Prepare a segment, Ukrainian where nothing else is said."""
        segment = FrozenSegment(text, **{"languages": ("uk",), **segment_fields})
        return self.network.prepare(segment, self.signed_in, self.pictures.__getitem__, place)

    def picture(self, *, width: int = 4, height: int = 3, alt: str = "Свічка на вікні") -> FrozenMedia:
        """Attach a picture."""
        data = flag(width, height)
        digest = hashlib.sha256(data).hexdigest()
        self.pictures[digest] = data
        return FrozenMedia(digest, "candle.png", "image/png", len(data), alt)


def new_account(network: Network, handle: str, server: str) -> SignedIn:
    """Return an account that has not signed in."""
    account = Account(Account.id_of(network.name, handle), network.name, handle, server, LanguagePolicy(("uk", "en")))
    return SignedIn(account, DictSecrets())


def altered(prepared: Prepared, text: str) -> Prepared:
    """Return the same key with another text."""
    payload = json.loads(prepared.payload)
    payload.get("record", payload)["text"] = text
    return replace(prepared, payload=json.dumps(payload, ensure_ascii=False))


def _problem_of(operate: Callable[[], object]) -> AssistantError | None:
    try:
        operate()
    except AssistantError as error:
        return error
    return None


def _operation(world: World, name: str) -> Callable[[], object]:
    """Return one of the things that are asked of a server; what must be there for it is there."""
    network, signed_in = world.network, world.signed_in
    if name == "sign in":
        stranger = new_account(network, signed_in.account.handle, signed_in.account.server)
        return lambda: network.sign_in(stranger, world.token or world.password)
    if name == "test":
        return lambda: network.test(signed_in)
    if name == "prepare":
        picture = world.picture()
        return lambda: world.prepare(media=(picture,))
    picture = world.picture()
    prepared = world.prepare(media=(picture,))
    if name == "preflight":
        return lambda: network.preflight(prepared, signed_in)
    if name == "publish":
        return lambda: network.publish(prepared, signed_in)
    published = network.publish(prepared, signed_in)
    if name == "find":
        return lambda: network.find(prepared, signed_in)
    abilities = network.abilities(signed_in.account)
    if not abilities & {Ability(name)}:
        return lambda: None
    if name == "delete":
        deletion = network.prepare_delete(published, signed_in)
        return lambda: network.publish(deletion, signed_in)
    corrected = FrozenSegment("Виправлено", ("uk",), (picture,))
    edit = network.prepare_edit(corrected, published, signed_in, world.pictures.__getitem__)
    return lambda: network.publish(edit, signed_in)


class NetworkContract:
    """The promises. Every one is about what the outbox relies on."""

    def test_what_was_prepared_is_what_the_public_sees(self, world: World) -> None:
        published = world.network.publish(world.prepare(languages=("uk", "en")), world.signed_in)
        assert world.public() == [PublicPost(TEXT, ("uk", "en"))]
        assert published.url.startswith("http")
        assert not published.parked

    def test_preparing_shows_the_public_nothing(self, world: World) -> None:
        world.prepare(media=(world.picture(),))
        assert world.public() == []

    def test_pictures_go_out_with_their_alt_texts(self, world: World) -> None:
        media = tuple(world.picture(width=width, alt=f"Фото {width}") for width in (1, 2, 3, 4))
        world.network.publish(world.prepare(media=media), world.signed_in)
        [post] = world.public()
        assert post.pictures == tuple((world.pictures[item.hash], item.alt) for item in media)

    def test_the_same_request_again_is_one_post(self, world: World) -> None:
        prepared = world.prepare(media=(world.picture(),))
        first = world.network.publish(prepared, world.signed_in)
        second = world.network.publish(prepared, world.signed_in)
        assert world.network.reconciliation(world.signed_in.account, prepared) is Reconciliation.KEYED
        assert first == second
        assert len(world.public()) == 1

    def test_two_posts_with_one_text_are_two(self, world: World) -> None:
        for _ in range(2):
            world.network.publish(world.prepare(), world.signed_in)
        assert len(world.public()) == 2

    def test_a_thread_hangs_together(self, world: World) -> None:
        references: list[str] = []
        for index, text in enumerate(("Перше", "Друге", "Третє")):
            place = ThreadPlace(references[0], references[-1]) if references else None
            prepared = world.prepare(text, index=index, count=3, place=place)
            references.append(world.network.publish(prepared, world.signed_in).reference)
        said = [world.reference(reference) for reference in references]
        assert [post.reply_to for post in world.public()] == ["", said[0], said[1]]

    def test_reading_back_finds_nothing_before_and_one_after(self, world: World) -> None:
        prepared = world.prepare(media=(world.picture(),))
        assert world.network.find(prepared, world.signed_in).sight is Sight.ABSENT
        published = world.network.publish(prepared, world.signed_in)
        sighting = world.network.find(prepared, world.signed_in)
        assert sighting.sight is Sight.ONE
        assert sighting.published == published

    def test_what_is_out_is_deleted_once_where_the_network_can(self, world: World) -> None:
        published = world.network.publish(world.prepare(), world.signed_in)
        if Ability.DELETE not in world.network.abilities(world.signed_in.account):
            with pytest.raises(NetworkRefused):
                world.network.prepare_delete(published, world.signed_in)
            return
        deletion = world.network.prepare_delete(published, world.signed_in)
        assert world.network.find(deletion, world.signed_in).sight is Sight.ABSENT
        world.network.publish(deletion, world.signed_in)
        assert world.public() == []
        assert world.network.find(deletion, world.signed_in).sight is Sight.ONE

    def test_what_is_out_is_corrected_where_the_network_can(self, world: World) -> None:
        picture = world.picture()
        published = world.network.publish(world.prepare("Перше", media=(picture,)), world.signed_in)
        described = replace(picture, alt="Свічка") if world.corrects_pictures else picture
        corrected = FrozenSegment("Друге", ("uk",), (described,))
        give = world.pictures.__getitem__
        if Ability.EDIT not in world.network.abilities(world.signed_in.account):
            with pytest.raises(NetworkRefused):
                world.network.prepare_edit(corrected, published, world.signed_in, give)
            return
        if not world.corrects_pictures:
            other = replace(corrected, media=(replace(picture, alt="Свічка"),))
            with pytest.raises(NetworkRefused):
                world.network.prepare_edit(other, published, world.signed_in, give)
        edit = world.network.prepare_edit(corrected, published, world.signed_in, give)
        assert world.network.find(edit, world.signed_in).sight is Sight.ABSENT
        for _ in range(2):
            again = world.network.publish(edit, world.signed_in)
            assert again.reference == published.reference
            assert [(post.text, [alt for _, alt in post.pictures]) for post in world.public()] == [
                ("Друге", [described.alt])
            ]
            assert world.network.find(edit, world.signed_in).sight is Sight.ONE

    def test_an_account_that_is_ready_passes_the_preflight(self, world: World) -> None:
        prepared = world.prepare()
        world.network.preflight(prepared, world.signed_in)
        assert world.public() == []
        with world.proxy.refusing(), pytest.raises(RequestFailed):
            world.network.preflight(prepared, world.signed_in)

    def test_another_text_under_our_key_is_left_alone_and_told(self, world: World) -> None:
        prepared = world.prepare()
        world.network.publish(altered(prepared, "Інше"), world.signed_in)
        sighting = world.network.find(prepared, world.signed_in)
        assert (sighting.sight, sighting.seen) == (Sight.UNCLEAR, "Інше")
        with pytest.raises(ServerTrouble):
            world.network.publish(prepared, world.signed_in)
        assert [post.text for post in world.public()] == ["Інше"]

    def test_a_wrong_password_asks_for_a_person_and_keeps_nothing(self, world: World) -> None:
        stranger = SignedIn(world.signed_in.account, DictSecrets())
        with pytest.raises(SignInAgain) as caught:
            world.network.sign_in(stranger, "wrong")
        assert caught.value.id == "account.password-wrong"
        assert stranger.secrets.get("access") is None

    def test_signing_in_keeps_no_password(self, world: World) -> None:
        secrets = world.signed_in.secrets
        assert isinstance(secrets, DictSecrets)
        assert secrets.values
        assert world.password not in secrets.values.values()

    def test_a_credential_can_be_tested(self, world: World) -> None:
        profile = world.network.test(world.signed_in)
        assert profile.handle == world.signed_in.account.handle
        assert profile.limits is not None
        assert profile.limits.limit == world.network.text_rules.limit

    def test_a_session_that_was_ended_publishes_nothing(self, world: World) -> None:
        prepared = world.prepare()
        world.network.sign_out(world.signed_in)
        world.signed_in.secrets.delete("access")
        with pytest.raises(SignInAgain):
            world.network.publish(prepared, world.signed_in)
        assert world.public() == []

    def test_a_secret_that_the_keyring_lost_is_not_called_refused(self, world: World) -> None:
        prepared = world.prepare()
        with pytest.raises(SignInAgain) as said:
            world.network.publish(prepared, SignedIn(world.signed_in.account, DictSecrets()))
        assert said.value.id == "account.secret-gone"
        assert world.public() == []

    def test_a_text_that_is_too_long_is_refused_before_anything_is_sent(self, world: World) -> None:
        with pytest.raises(NetworkRefused):
            world.prepare("ї" * (world.network.text_rules.limit + 1))

    def test_a_text_that_only_the_server_finds_too_long_is_refused_for_good(self, world: World) -> None:
        prepared = altered(world.prepare(), "ї" * (world.network.text_rules.limit + 1))
        with pytest.raises(NetworkRefused):
            world.network.publish(prepared, world.signed_in)
        assert world.public() == []

    def test_too_many_pictures_are_refused(self, world: World) -> None:
        media = tuple(world.picture(width=width) for width in range(1, world.network.text_rules.images + 2))
        with pytest.raises(NetworkRefused):
            world.prepare(media=media)

    @pytest.mark.parametrize("cut", [*CUTS, Cut.REQUEST_LOST])
    def test_a_cut_is_told_truly_and_a_repeat_ends_in_one_post(self, world: World, cut: Cut) -> None:
        prepared = world.prepare()
        with pytest.raises(RequestFailed) as caught:
            self._publish_cut(world, prepared, cut)
        assert caught.value.left_the_machine == (cut is not Cut.BEFORE_CONNECT)
        arrived = cut in {Cut.NOTHING_READ, Cut.PART_OF_RESPONSE}
        assert world.network.find(prepared, world.signed_in).sight is (Sight.ONE if arrived else Sight.ABSENT)
        world.network.publish(prepared, world.signed_in)
        assert len(world.public()) == 1

    def _publish_cut(self, world: World, prepared: Prepared, cut: Cut) -> None:
        if cut is Cut.BEFORE_CONNECT:
            with world.proxy.refusing():
                world.network.publish(prepared, world.signed_in)
        world.proxy.plan = [Fault(cut, path=world.publishing)]
        world.network.publish(prepared, world.signed_in)

    @pytest.mark.parametrize("acted", [True, False])
    def test_a_server_error_leaves_the_outcome_open(self, world: World, acted: bool) -> None:
        prepared = world.prepare()
        world.proxy.plan = [Fault(Cut.SERVER_ERROR if acted else Cut.ERROR_INSTEAD, path=world.publishing, status=502)]
        with pytest.raises(ServerTrouble):
            world.network.publish(prepared, world.signed_in)
        assert world.network.find(prepared, world.signed_in).sight is (Sight.ONE if acted else Sight.ABSENT)

    def test_the_page_of_a_captive_portal_is_no_success(self, world: World) -> None:
        prepared = world.prepare()
        world.proxy.plan = [Fault(Cut.ERROR_INSTEAD, times=3, status=200, body=b"<html>Welcome to our hotel</html>")]
        with pytest.raises(ServerTrouble):
            world.network.publish(prepared, world.signed_in)
        with pytest.raises(ServerTrouble):
            world.network.find(prepared, world.signed_in)
        assert not world.network.online(world.signed_in.account)
        assert world.network.online(world.signed_in.account)

    @pytest.mark.parametrize("name", ["sign in", "test", "prepare", "preflight", "publish", "find", "edit", "delete"])
    def test_no_request_takes_the_page_of_a_captive_portal_for_success(self, world: World, name: str) -> None:
        """The portal begins at each of the operation's requests in turn, and stays."""
        for begun in range(9):
            operate, before = _operation(world, name), world.public()
            page = Fault(
                Cut.ERROR_INSTEAD, after=begun, times=99, status=200, body=b"<html>Welcome to our hotel</html>"
            )
            world.proxy.plan, world.proxy.struck = [page], []
            problem = _problem_of(operate)
            world.proxy.plan = []
            if not world.proxy.struck:
                assert problem is None
                return
            if world.optional and all(world.optional in line for _, line in world.proxy.struck):
                continue
            assert problem is not None, world.proxy.struck
            # A refusal is for good, and a new sign-in a person's work: a portal is neither.
            assert not isinstance(problem, NetworkRefused | SignInAgain), problem.id
            # Where the first requests reached the server, it may have acted, as after any other cut.
            assert begun or world.public() == before
        raise AssertionError("an operation that never ends")

    def test_a_redirect_is_not_followed(self, world: World) -> None:
        prepared = world.prepare()
        world.proxy.plan = [
            Fault(Cut.ERROR_INSTEAD, path=world.publishing, status=307, headers={"Location": world.proxy.url})
        ]
        with pytest.raises(ServerTrouble):
            world.network.publish(prepared, world.signed_in)
        assert world.public() == []

    def test_a_server_that_asks_for_a_pause_did_nothing(self, world: World) -> None:
        prepared = world.prepare()
        world.proxy.plan = [
            Fault(
                Cut.ERROR_INSTEAD,
                path=world.publishing,
                status=429,
                headers={"Retry-After": "30"},
                body=b'{"error": "RateLimitExceeded"}',
            )
        ]
        with pytest.raises(RateLimited):
            world.network.publish(prepared, world.signed_in)

    def test_offline_is_told_by_every_request(self, world: World) -> None:
        prepared = world.prepare()
        with world.proxy.refusing():
            assert not world.network.online(world.signed_in.account)
            for act in (world.network.publish, world.network.find):
                with pytest.raises(RequestFailed) as caught:
                    act(prepared, world.signed_in)
                assert not caught.value.left_the_machine

    def test_reading_back_that_breaks_off_is_no_absence(self, world: World) -> None:
        prepared = world.prepare()
        world.proxy.plan = [Fault(cut, path=world.reading) for cut in (Cut.NOTHING_READ, Cut.PART_OF_RESPONSE)]
        for _ in range(2):
            with pytest.raises(RequestFailed):
                world.network.find(prepared, world.signed_in)
