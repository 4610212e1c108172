#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A workspace that several people share: a real server on loopback, a desktop and another computer."""
import datetime
import json
import os
import signal

from desk import ONE, SERVER, Shared, query
from journey import BUTTONS, Journey, main, pump, run, wait

SAMIR, IMRAN = "p-samir", "p-imran"  # either approves the final cost in Africa


def bad_addresses():
    """What is wrong is said in a sentence that says what to do; what was typed stays."""
    with Shared("shared-bad") as j:
        j.start(workspace=False)
        j.activate("Connect to Server…")
        for address, sentence in (("ftp://desk.example", ".*is not the address of a server.*"),
                                  ("http://desk.example", ".*in the clear.*https.*"),
                                  ("http://127.0.0.1:9", ".*Check the address and the network.*")):
            j.fill("Address of the server", address)
            j.activate("Next")
            j.find(sentence, "label", seconds=30)
            j.screenshot(address.split(":")[0])
        j.fill("Address of the server", j.desk.address)
        j.activate("Next")
        j.fill("Invitation code", "ABCD-EFGH-JKMN-PQRS")
        j.activate("Connect")
        j.find(".*Ask for a new invitation.*", "label", seconds=30)
        j.screenshot("wrong-code")
        problems = j.lint("wrong code")
        j.check(not problems, "\n".join(problems))
        j.stop()


def decided_twice():
    """Approved offline, and meanwhile by another computer: not counted, said where it belongs, and the words
    are kept (SG-05, D-C1)."""
    with Shared("shared-twice") as j:
        other = j.other_computer(ONE)
        j.setting("undo-seconds", "0")
        j.connect()
        j.screenshot("connected")
        request, number, step, level = j.approvable(other, ONE)
        j.desk.stop(signal.SIGKILL)
        j.find("Activity: Offline.*", BUTTONS, seconds=60)
        j.key("ctrl+l")
        pump(0.4)
        j.type(number)
        pump(0.4)
        j.key("Return")
        j.find(number, "label")
        j.key("ctrl+Return")
        j.find("Approved, not sent yet", "label", seconds=20)
        j.find("Activity: Offline, 1 waiting", BUTTONS, seconds=20)
        j.screenshot("waits")
        problems = j.lint("waits")
        said = {"request": request, "kind": "approve", "data": {"step": step, "level": level}}
        j.ctl_at(other, "act", text=json.dumps(said) + "\n", good=(0, 1))  # 1: waits for the server
        j.desk.start()
        j.ctl_at(other, "sync")
        j.activate("Activity: .*")
        j.activate("Sync Now")
        j.find("Not Counted", seconds=90)
        j.find("Already approved by Sunita Rangan, .*", "label")
        j.screenshot("activity")
        problems += j.lint("activity")
        j.check(not problems, "\n".join(problems))
        j.activate("Dismiss")
        j.find("Nothing waits.*", "label")
        j.find("Activity: Synced .*", BUTTONS, seconds=30)
        j.stop()


class Neighbour(Shared):
    """A second desktop on the same screen: another computer, the same server."""

    def __init__(self, title, first):
        super().__init__(title)
        self.desk = first.desk

    def __enter__(self):
        return self

    def __exit__(self, *how):
        return Journey.__exit__(self, *how)


def two_desktops():
    """SG-05, SG-01, D-C1: any one of two approves; both do it while the server is away, one desktop and the server
    are killed. What was first counts, the other is told who it was and keeps the words."""
    with Shared("shared-two") as one, Neighbour("shared-two-other", one) as two:
        for seat, person in ((one, SAMIR), (two, IMRAN)):
            seat.setting("undo-seconds", "0")
            seat.connect(person)
            seat.stop()
            seat.begin_again()
            seat.find("Activity: Synced .*", BUTTONS, seconds=60)
        _, number, _, _ = one.approvable(one.own_folder(), SAMIR)
        one.desk.stop(signal.SIGKILL)
        one.approve(number, "Agreed on the phone")
        one.screenshot("waits")
        two.approve(number, "Fine by me")
        one.kill()
        two.process.send_signal(signal.SIGSTOP)  # asleep, while the other one is first
        one.desk.start()
        one.begin_again()
        one.find("Activity: Synced .*", BUTTONS, seconds=90)
        two.process.send_signal(signal.SIGCONT)
        two.find("Not counted: Already approved by Samir Haddad, .*", "label", seconds=90)
        two.front()
        two.screenshot("not-counted")
        problems = two.lint("not counted")
        two.activate("Activity: .*")
        two.find("Not Counted", seconds=30)
        two.find("Already approved by Samir Haddad, [^¶]*You wrote: “Fine by me”", "label")
        two.screenshot("activity")
        problems += two.lint("activity")
        two.click("Use Again…", roles=BUTTONS)
        two.find("This can no longer be said here. Your words are in the comment", "label")
        two.find_words("Fine by me")
        two.screenshot("again")
        two.activate("Activity: .*")
        two.activate("Dismiss")
        two.find("Activity: Synced .*", BUTTONS, seconds=30)
        one.go_to(number)
        said = [json.loads(line)["data"].get("comment") for line, in query(
            one.workspace, "SELECT bytes FROM entry WHERE kind = 'decision' ORDER BY seq DESC LIMIT 1")]
        one.check(said == ["Agreed on the phone"], f"what counts is {said}")
        one.screenshot("counted")
        one.check(not problems, "\n".join(problems))
        two.stop()
        one.stop()


def changed_meanwhile():
    """SG-06: approved offline, and meanwhile the cost became another: refused, and the difference is shown."""
    with Shared("shared-changed") as j:
        other = j.other_computer("p-vikram")
        j.setting("undo-seconds", "0")
        j.connect(SAMIR)
        request, number, step, _ = j.approvable(j.own_folder(), SAMIR)
        filled = [json.loads(line)["data"]["values"] for line, in query(
            other, "SELECT bytes FROM entry JOIN head USING (ref) WHERE request = ? AND kind = 'fill'", request)]
        cost, = (values["cost"] for values in filled if "cost" in values)
        j.desk.stop(signal.SIGKILL)
        j.approve(number, "Within the budget")
        said = {"request": request, "kind": "fill",
                "data": {"step": "price", "reason": "Two more days",
                         "values": {"cost": dict(cost, minor=cost["minor"] + 1250000)}}}
        j.ctl_at(other, "act", text=json.dumps(said) + "\n", good=(0, 1))
        j.process.send_signal(signal.SIGSTOP)  # asleep, while the other computer is first
        j.desk.start()
        j.ctl_at(other, "sync")
        j.process.send_signal(signal.SIGCONT)
        j.find("Not counted: What you decided on has changed since.*", "label", seconds=90)
        j.screenshot("not-counted")
        problems = j.lint("not counted")
        j.activate("Activity: .*")
        j.find("What you decided on has changed since[^¶]*Cost for the client: was .*, is [^¶]*“Within the budget”",
               "label", seconds=30)
        j.screenshot("activity")
        problems += j.lint("activity")
        said = {"request": request, "kind": "offer", "data": {"step": step}}
        j.ctl_at(other, "act", text=json.dumps(said) + "\n", good=(0, 1))
        j.ctl_at(other, "sync")
        wait(lambda: j.may_approve(j.own_folder(), request, SAMIR), "the new offer", 60)
        j.click("Use Again…", roles=BUTTONS)
        wait(lambda: len(j.frames()) == 2, "the dialog")
        j.find_words("Within the budget")
        j.screenshot("again")
        problems += j.lint("again")
        j.click("Approve", roles=BUTTONS)
        wait(lambda: any(said["by"] == SAMIR and said["data"].get("comment") == "Within the budget" for said in (
            json.loads(line) for line, in query(j.desk.folder, "SELECT bytes FROM entry WHERE kind = 'decision'"))),
             "the decision at the server", 60)
        j.check(not problems, "\n".join(problems))
        j.stop()


def too_old():
    """K-12: a server that wants a newer desktop is read and not written to: it is said in a banner, one goes on
    working, and what waits is sent once it may."""
    with Shared("shared-too-old") as j:
        j.connect(SAMIR)
        _, number, _, _ = j.approvable(j.own_folder(), SAMIR)
        before = query(j.desk.folder, "SELECT count(*) FROM entry WHERE kind = 'note'")
        j.desk.stop()
        j.desk.start("--oldest-client", "99.0.0")
        j.go_to(number)
        j.activate("Timeline")
        j.fill("Comment", "From a desktop of last year")
        j.click("Comment", roles=BUTTONS)
        j.find("This program is too old to send to the server.*", "label", seconds=60)
        j.find("Activity: Update needed.*", BUTTONS, seconds=20)
        j.screenshot("banner")
        problems = j.lint("banner")
        j.check(query(j.own_folder(), "SELECT count(*) FROM outbox WHERE verdict IS NULL") == [(1,)], "it does not wait")
        j.check(query(j.desk.folder, "SELECT count(*) FROM entry WHERE kind = 'note'") == before, "it was taken")
        j.desk.stop()
        j.desk.start()
        j.find("Activity: Synced .*", BUTTONS, seconds=120)
        wait(lambda: query(j.desk.folder, "SELECT count(*) FROM entry WHERE kind = 'note'") != before, "what waited", 60)
        j.wait_gone("This program is too old to send to the server.*", "label")
        j.check(not problems, "\n".join(problems))
        j.stop()


def moves():
    """A workspace of this computer moves to a server with its history; a server that lacks it changes nothing."""
    with Shared("shared-moves") as j:
        j.command("workspace", "create", "--empty", "--pack", "anantya", "--name", "Asha Rao", "--mail",
                  "asha@team.example", j.workspace)
        j.start()
        j.find("All Caught Up")
        pump(0.5)
        j.choose("Main Menu", "Move to a Server…")
        j.fill("Address of the server", j.desk.address)
        j.activate("Next")
        j.find("Invitation code", {"text", "entry"})
        j.fill("Invitation code", j.desk.invite(ONE))
        j.activate("Connect")
        j.find("Not Moved", seconds=60)
        j.find(".*does not hold the history of this workspace.*", "label")
        j.screenshot("not-moved")
        j.key("Escape")
        j.find("On this computer", "label", seconds=30)
        before = query(j.workspace, "SELECT seq, id, bytes FROM entry ORDER BY seq")
        j.desk.stop()
        j.desk.folder += "-own"
        person, = query(j.workspace, "SELECT value FROM meta WHERE name = 'person'")[0]
        run(SERVER, "import", j.workspace, j.desk.folder, "--admin", person, env=j.environment)
        j.desk.start()
        j.choose("Main Menu", "Move to a Server…", "menu")
        j.screenshot("address")
        problems = j.lint("address")
        j.fill("Address of the server", j.desk.address)
        j.activate("Next")
        j.find("Invitation code", {"text", "entry"})
        j.fill("Invitation code", j.desk.invite(person))
        j.activate("Connect")
        j.find("Activity: Synced .*", BUTTONS, seconds=60)
        j.screenshot("moved")
        after = {entry: contents for _, entry, contents in query(j.workspace, "SELECT seq, id, bytes FROM entry")}
        j.check(all(after.get(entry) == contents for _, entry, contents in before), "the history is another")
        j.check(not problems, "\n".join(problems))
        j.stop()


def clock_is_off():
    """K-14: a computer whose clock is a quarter of an hour ahead is told so, and goes on."""
    with Shared("shared-clock") as j:
        j.connect()
        j.stop()
        j.workspace = j.own_folder()
        ahead = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=15)
        j.now = lambda: ahead.strftime("%Y-%m-%dT%H:%M:%SZ")
        j.start()
        j.find("This computer’s clock is 1[45] minutes ahead of the server’s.*", "label", seconds=60)
        j.screenshot("ahead")
        problems = j.lint("ahead")
        j.check(not problems, "\n".join(problems))
        j.stop()


def history_changed():
    """K-11, SG-11: a server restored from a backup is met anew; what was sent since is sent again, and the window
    says what happened."""
    with Shared("shared-restored") as j:
        j.connect(SAMIR)
        backup = os.path.join(j.folder, "backup")
        run(SERVER, "backup", j.desk.folder, backup, env=j.environment)
        _, number, _, _ = j.approvable(j.own_folder(), SAMIR)
        j.go_to(number)
        request, = query(j.own_folder(), "SELECT id FROM request WHERE number = ?", number)[0]
        j.stop()
        said = json.dumps({"request": request, "kind": "note", "data": {"text": "Since the backup"}})
        entry = json.loads(j.ctl_at(j.own_folder(), "act", text=said + "\n", good=(0, 1)))["entry"]
        j.ctl_at(j.own_folder(), "sync")
        j.desk.stop()
        restored = j.desk.folder + "-restored"
        run(SERVER, "restore", backup, restored, env=j.environment)
        j.desk.folder = restored
        j.desk.start()
        j.begin_again()
        j.find("Activity: Synced .*", BUTTONS, seconds=90)
        wait(lambda: query(restored, "SELECT 1 FROM entry WHERE id = ?", entry), "what was lost to come back", 60)
        j.activate("Activity: .*")
        j.find("The server’s history was another one", "label")
        j.screenshot("activity")
        problems = j.lint("activity")
        j.check(not problems, "\n".join(problems))
        j.stop()


def waits_and_goes():
    """A decision waits while the server is away, and is sent when it answers again (SG-01)."""
    with Shared("shared-waits") as j:
        other = j.other_computer(ONE)
        j.setting("undo-seconds", "0")
        j.connect()
        request, number, _, _ = j.approvable(other, ONE)
        j.desk.stop(signal.SIGKILL)
        j.key("ctrl+l")
        pump(0.4)
        j.type(number)
        pump(0.4)
        j.key("Return")
        j.find(number, "label")
        j.key("ctrl+Return")
        j.find("Approved, not sent yet|Approved, waiting for the server", "label", seconds=20)
        j.desk.start()
        j.find("Activity: Synced [0-9:]+", BUTTONS, seconds=120)
        j.wait_gone("Approved, .*", "label")
        j.screenshot("sent")
        j.ctl_at(other, "sync")
        kinds = [k for k, in query(other, "SELECT kind FROM entry JOIN head USING (ref) WHERE request = ?"
                                   " ORDER BY seq DESC LIMIT 5", request)]
        j.check("decision" in kinds, f"the decision did not come: {kinds}")
        j.stop()


def signs_out():
    """Signing out says what happens to what is here; a new code lets one go on."""
    with Shared("shared-out") as j:
        j.connect()
        j.choose("Main Menu", "Sign Out…", "menu")
        wait(lambda: len(j.frames()) == 2, "the question")
        j.screenshot("question")
        j.activate("Sign Out")
        j.find("Activity: Signed out", BUTTONS, seconds=30)
        j.find("Sign in again to sync.*", "label")
        j.screenshot("out")
        problems = j.lint("signed out")
        j.activate("Sign In…")
        wait(lambda: len(j.frames()) == 2, "the dialog")
        j.fill("Invitation code", j.desk.invite(ONE))
        j.activate("Sign In")
        j.find("Activity: Synced .*", BUTTONS, seconds=60)
        j.check(not problems, "\n".join(problems))
        j.stop()


if __name__ == "__main__":
    chosen = os.environ.get("CS_SHARED_ONLY", "").split()
    everything = [bad_addresses, decided_twice, two_desktops, changed_meanwhile, too_old, moves, clock_is_off,
                  history_changed, waits_and_goes,
                  signs_out]
    main([journey for journey in everything if not chosen or journey.__name__ in chosen])
