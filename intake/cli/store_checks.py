"""`doctor` on the store: whether it is whole, has room, and is fed."""

import shutil
from collections.abc import Iterator
from datetime import timedelta

from intake.cli.app import App
from intake.cli.check import Check, State
from intake.cli.poll_checks import of_polls
from intake.config import Config
from intake.errors import IntakeError, NoSuchRecord
from intake.locale import N_
from intake.render.view import moment, size
from intake.store import Health, Run, Store, address, file_of, open_store

SOUND = "ok"  # SQLite's own word
ROOM = 2 * 2**30  # bytes that should be free under the store
DEAD = 24  # times the alarm's time without a poll that went well: nobody looks after it
LONG = timedelta(hours=1)  # no poll takes that long: it has a budget


def of_store(app: App, config: Config) -> Iterator[Check]:
    """Look at the store, and at how the last polls went."""
    subject = address(config.store_url)
    try:
        with open_store(config.store_url, app.zone, create=False) as store:
            health = store.check()
            yield _whole(app, subject, health)
            yield from _disk(app, config.store_url)
            if health.intact == SOUND:
                yield from _fed(app, config, store, health)
    except NoSuchRecord as error:
        yield Check("store", subject, State.WARNING, error.say(app.say))
        yield from _disk(app, config.store_url)
    except IntakeError as error:
        yield Check("store", subject, State.BROKEN, error.say(app.say))


def _disk(app: App, url: str) -> Iterator[Check]:
    """Warn where the file may soon find no room; a server looks after its own disks."""
    file = file_of(url)
    if file is None:
        return
    folder = next(parent for parent in file.absolute().parents if parent.is_dir())
    free = shutil.disk_usage(folder).free
    if free < ROOM:
        said = app.say(N_("only {free} free — make room before mail cannot be stored"))
        yield Check("disk", str(folder), State.WARNING, said.format(free=size(free)))


def _whole(app: App, subject: str, health: Health) -> Check:
    if health.intact != SOUND:
        damage = app.say(N_("damaged: {what} — restore the newest backup")).format(what=health.intact)
        return Check("store", subject, State.BROKEN, damage)
    said = app.say(N_("mails: {messages}, problems: {problems}, size: {size}, revision {revision}")).format(
        messages=health.messages, problems=health.problems, size=size(health.size), revision=health.revision
    )
    return Check("store", subject, State.OK, said)


def _fed(app: App, config: Config, store: Store, health: Health) -> Iterator[Check]:
    if health.problems:
        said = app.say(N_("mails that were not read, or not wholly: {count} — see `intake problems list`"))
        yield Check("problems", "", State.WARNING, said.format(count=health.problems))
    for mailbox in config.mailboxes:
        yield from _poll(app, store, mailbox.name, timedelta(seconds=config.monitoring.alarm_after))
    yield from of_polls(app, config, store)


def _poll(app: App, store: Store, name: str, alarm: timedelta) -> Iterator[Check]:
    """Warn of a last poll that failed or never ended, and of a mailbox that nobody polls any more.

    A cron that is dead says nothing: the absence of success is the likeliest sign of a loss.
    """
    run = store.last_run(name)
    if run is None:
        yield Check("poll", name, State.WARNING, app.say(N_("never polled — run `intake poll`")))
        return
    good = store.last_success(name)
    if good is not None and app.view.now - good > alarm:
        state = State.BROKEN if app.view.now - good > max(DEAD * alarm, timedelta(days=1)) else State.WARNING
        said = app.say(
            N_("last success at {when} — no mail comes in any more: check cron, or run `intake poll`")
        )
        yield Check("poll", name, state, said.format(when=moment(good, app.view)))
    yield _last(app, run)


def _last(app: App, run: Run) -> Check:
    state = State.WARNING
    if run.exit_code:
        said = N_("failed at {when} with exit code {code} — run `intake poll` to see why")
    elif run.ended is None and app.view.now - run.started > LONG:
        said = N_("begun at {when} and never ended — it was killed: run `intake poll`")
    else:
        state, said = State.OK, N_("begun at {when}")
    when = moment(run.started, app.view)
    return Check("poll", run.mailbox, state, app.say(said).format(when=when, code=run.exit_code))
