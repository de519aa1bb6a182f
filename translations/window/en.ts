<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB">
<context>
    <name>AccountCard</name>
    <message numerus="yes">
        <source>Up to %n character(s)</source>
        <translation>
            <numerusform>Up to %n character</numerusform>
            <numerusform>Up to %n characters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n post(s) wait for it.</source>
        <translation>
            <numerusform>%n post waits for it.</numerusform>
            <numerusform>%n posts wait for it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AccountColumn</name>
    <message numerus="yes">
        <source>%n picture(s), with alt text</source>
        <translation>
            <numerusform>%n picture, with alt text</numerusform>
            <numerusform>%n pictures, with alt text</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AccountLogDialog</name>
    <message numerus="yes">
        <source>Of the last %n post(s). The history of an earlier one is at its row.</source>
        <translation>
            <numerusform>Of the last post. The history of an earlier one is at its row.</numerusform>
            <numerusform>Of the last %n posts. The history of an earlier one is at its row.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AccountsView</name>
    <message numerus="yes">
        <source>%n post(s) still wait for it: take them back in the queue first.</source>
        <translation>
            <numerusform>%n post still waits for it: take it back in the queue first.</numerusform>
            <numerusform>%n posts still wait for it: take them back in the queue first.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AgeWords</name>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>%n day ago</numerusform>
            <numerusform>%n days ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h ago</source>
        <translation>
            <numerusform>%n h ago</numerusform>
            <numerusform>%n h ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min ago</source>
        <translation>
            <numerusform>%n min ago</numerusform>
            <numerusform>%n min ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ApprovedLinesPage</name>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>Show %n more</numerusform>
            <numerusform>Show %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Checklist</name>
    <message numerus="yes">
        <source>Guidelines: %n must be fixed</source>
        <translation>
            <numerusform>Guidelines: %n must be fixed</numerusform>
            <numerusform>Guidelines: %n must be fixed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Guidelines: %n need(s) a reason</source>
        <translation>
            <numerusform>Guidelines: %n needs a reason</numerusform>
            <numerusform>Guidelines: %n need a reason</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The text fits all %n account(s)</source>
        <translation>
            <numerusform>The text fits the account</numerusform>
            <numerusform>The text fits all %n accounts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Alt text: %n cannot be sent</source>
        <translation>
            <numerusform>Alt text: %n cannot be sent</numerusform>
            <numerusform>Alt text: %n cannot be sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Alt text: %n missing</source>
        <translation>
            <numerusform>Alt text: %n missing</numerusform>
            <numerusform>Alt text: %n missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Links: %n must be fixed</source>
        <translation>
            <numerusform>Links: %n must be fixed</numerusform>
            <numerusform>Links: %n must be fixed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Links: %n need(s) a reason</source>
        <translation>
            <numerusform>Links: %n needs a reason</numerusform>
            <numerusform>Links: %n need a reason</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CorrectDialog</name>
    <message numerus="yes">
        <source>Correct it at %n account(s)</source>
        <translation>
            <numerusform>Correct it at %n account</numerusform>
            <numerusform>Correct it at %n accounts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DueButton</name>
    <message numerus="yes">
        <source>Sends in %n day(s)</source>
        <translation>
            <numerusform>Sends in %n day</numerusform>
            <numerusform>Sends in %n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExtrasDialog</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExtrasLine</name>
    <message numerus="yes">
        <source>Poll with %n answer(s)</source>
        <translation>
            <numerusform>Poll with %n answer</numerusform>
            <numerusform>Poll with %n answers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FindingsList</name>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>Show %n more</numerusform>
            <numerusform>Show %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FolderCheck</name>
    <message numerus="yes">
        <source>%n mistake(s) in the folder</source>
        <translation>
            <numerusform>%n mistake in the folder</numerusform>
            <numerusform>%n mistakes in the folder</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FreezePanel</name>
    <message numerus="yes">
        <source>%n account(s)</source>
        <translation>
            <numerusform>%n account</numerusform>
            <numerusform>%n accounts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FreezeWatch</name>
    <message numerus="yes">
        <source>What may be sent: %n line(s)</source>
        <translation>
            <numerusform>What may be sent: %n line</numerusform>
            <numerusform>What may be sent: %n lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>See %n held</source>
        <comment>deliveries</comment>
        <translation>
            <numerusform>See %n held</numerusform>
            <numerusform>See %n held</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A freeze is lifted. %n post(s) that it held wait for you: nothing of them is sent before you look.</source>
        <translation>
            <numerusform>A freeze is lifted. %n post that it held waits for you: nothing of it is sent before you look.</numerusform>
            <numerusform>A freeze is lifted. %n posts that it held wait for you: nothing of them is sent before you look.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Look at %n post(s)</source>
        <translation>
            <numerusform>Look at %n post</numerusform>
            <numerusform>Look at %n posts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FreezeWords</name>
    <message numerus="yes">
        <source>%n delivery(ies) are held; nothing is lost.</source>
        <translation>
            <numerusform>%n delivery is held; nothing is lost.</numerusform>
            <numerusform>%n deliveries are held; nothing is lost.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GuidelinesView</name>
    <message numerus="yes">
        <source>Rules %n</source>
        <translation>
            <numerusform>Rules %n</numerusform>
            <numerusform>Rules %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Approved lines %n</source>
        <translation>
            <numerusform>Approved lines %n</numerusform>
            <numerusform>Approved lines %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Half</name>
    <message numerus="yes">
        <source>%n post(s)</source>
        <comment>a thread</comment>
        <translation>
            <numerusform>%n post</numerusform>
            <numerusform>%n posts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln too many</source>
        <comment>characters</comment>
        <translation>
            <numerusform>%Ln too many</numerusform>
            <numerusform>%Ln too many</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to fix</source>
        <translation>
            <numerusform>%n to fix</numerusform>
            <numerusform>%n to fix</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to explain</source>
        <translation>
            <numerusform>%n to explain</numerusform>
            <numerusform>%n to explain</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to consider</source>
        <translation>
            <numerusform>%n to consider</numerusform>
            <numerusform>%n to consider</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HeldPosts</name>
    <message numerus="yes">
        <source>%n queued post(s) no longer pass, and are held:</source>
        <translation>
            <numerusform>%n queued post no longer passes, and is held:</numerusform>
            <numerusform>%n queued posts no longer pass, and are held:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more in the queue</source>
        <translation>
            <numerusform>and %n more in the queue</numerusform>
            <numerusform>and %n more in the queue</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HistoryDialog</name>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>KeepingWords</name>
    <message numerus="yes">
        <source>%n post(s)</source>
        <comment>in a backup</comment>
        <translation>
            <numerusform>%n post</numerusform>
            <numerusform>%n posts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n post(s) were written or changed since: </source>
        <translation>
            <numerusform>%n post was written or changed since: </numerusform>
            <numerusform>%n posts were written or changed since: </numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n post(s) were newer than the backup: </source>
        <translation>
            <numerusform>%n post was newer than the backup: </numerusform>
            <numerusform>%n posts were newer than the backup: </numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n post(s)</source>
        <comment>saved</comment>
        <translation>
            <numerusform>%n post</numerusform>
            <numerusform>%n posts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <comment>saved</comment>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n account(s)</source>
        <comment>saved</comment>
        <translation>
            <numerusform>%n account</numerusform>
            <numerusform>%n accounts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The text of %n post(s) is lost: </source>
        <translation>
            <numerusform>The text of %n post is lost: </numerusform>
            <numerusform>The text of %n posts is lost: </numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) are lost.</source>
        <translation>
            <numerusform>%n picture is lost.</numerusform>
            <numerusform>%n pictures are lost.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n post(s) may have gone out since: the queue asks you about each.</source>
        <translation>
            <numerusform>%n post may have gone out since: the queue asks you about it.</numerusform>
            <numerusform>%n posts may have gone out since: the queue asks you about each.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LineCard</name>
    <message numerus="yes">
        <source>%n place(s) to fill in</source>
        <translation>
            <numerusform>%n place to fill in</numerusform>
            <numerusform>%n places to fill in</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LinesPalette</name>
    <message numerus="yes">
        <source>%n approved line(s)</source>
        <translation>
            <numerusform>%n approved line</numerusform>
            <numerusform>%n approved lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LockingCard</name>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MediaStrip</name>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MoveInDialog</name>
    <message numerus="yes">
        <source>Here: %n post(s).</source>
        <translation>
            <numerusform>%n post is here now.</numerusform>
            <numerusform>%n posts are here now.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n post(s) wait in the queue. Nothing goes out before its account has signed in.</source>
        <translation>
            <numerusform>%n post waits in the queue. Nothing goes out before its account has signed in.</numerusform>
            <numerusform>%n posts wait in the queue. Nothing goes out before its account has signed in.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MoveOutDialog</name>
    <message numerus="yes">
        <source>Packed: %n post(s).</source>
        <translation>
            <numerusform>Packed: %n post.</numerusform>
            <numerusform>Packed: %n posts.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n post(s) still wait in the queue: they go out over there.</source>
        <translation>
            <numerusform>%n post still waits in the queue: it goes out over there.</numerusform>
            <numerusform>%n posts still wait in the queue: they go out over there.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NeedsPanel</name>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>Show %n more</numerusform>
            <numerusform>Show %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OtherCards</name>
    <message numerus="yes">
        <source>The line “{title}” was withdrawn. %n post(s) are out with it.</source>
        <translation>
            <numerusform>The line “{title}” was withdrawn. %n post is out with it.</numerusform>
            <numerusform>The line “{title}” was withdrawn. %n posts are out with it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It stops %n queued post(s):</source>
        <translation>
            <numerusform>It stops %n queued post:</numerusform>
            <numerusform>It stops %n queued posts:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PackPanel</name>
    <message numerus="yes">
        <source>This program is too old to check %n rule(s): {names}. Install the newest version.</source>
        <translation>
            <numerusform>This program is too old to check %n rule: {names}. Install the newest version.</numerusform>
            <numerusform>This program is too old to check %n rules: {names}. Install the newest version.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rule(s) fail their own examples here. Do not rely on them, and write to the unit:</source>
        <translation>
            <numerusform>%n rule fails its own examples here. Do not rely on it, and write to the unit:</numerusform>
            <numerusform>%n rules fail their own examples here. Do not rely on them, and write to the unit:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>Show %n more</numerusform>
            <numerusform>Show %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PublishDialog</name>
    <message numerus="yes">
        <source>%n changed rule(s) are not saved and will not be published.</source>
        <translation>
            <numerusform>%n changed rule is not saved and will not be published.</numerusform>
            <numerusform>%n changed rules are not saved and will not be published.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Version {version} with %n rule(s) is published. Missions believe it until {until}.</source>
        <translation>
            <numerusform>Version {version} with %n rule is published. Missions believe it until {until}.</numerusform>
            <numerusform>Version {version} with %n rules is published. Missions believe it until {until}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueueChanges</name>
    <message numerus="yes">
        <source>%n later part(s) of its thread stay out, and would follow nothing.</source>
        <translation>
            <numerusform>%n later part of its thread stays out, and would follow nothing.</numerusform>
            <numerusform>%n later parts of its thread stay out, and would follow nothing.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It stays out at %n other account(s).</source>
        <translation>
            <numerusform>It stays out at %n other account.</numerusform>
            <numerusform>It stays out at %n other accounts.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueueSheet</name>
    <message numerus="yes">
        <source>Queue “{title}” for %n account(s)?</source>
        <translation>
            <numerusform>Queue “{title}” for %n account?</numerusform>
            <numerusform>Queue “{title}” for %n accounts?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This replaces %n queued delivery(s) not out yet. Going back keeps them.</source>
        <translation>
            <numerusform>This replaces %n queued delivery that is not out yet. Going back keeps it.</numerusform>
            <numerusform>This replaces %n queued deliveries that are not out yet. Going back keeps them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Queue for %n account(s), send now</source>
        <translation>
            <numerusform>Queue for %n account, send now</numerusform>
            <numerusform>Queue for %n accounts, send now</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Queue for %n account(s), send {when}</source>
        <translation>
            <numerusform>Queue for %n account, send {when}</numerusform>
            <numerusform>Queue for %n accounts, send {when}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Check %n more account(s)</source>
        <translation>
            <numerusform>Check %n more account</numerusform>
            <numerusform>Check %n more accounts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueueView</name>
    <message numerus="yes">
        <source>Showing {read} of %n post(s)</source>
        <translation>
            <numerusform>Showing {read} of %n post</numerusform>
            <numerusform>Showing {read} of %n posts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n post(s)</source>
        <translation>
            <numerusform>%n post</numerusform>
            <numerusform>%n posts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueueWords</name>
    <message numerus="yes">
        <source>%n needs you</source>
        <translation>
            <numerusform>%n needs you</numerusform>
            <numerusform>%n need you</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sent to %n account(s)</source>
        <translation>
            <numerusform>Sent to %n account</numerusform>
            <numerusform>Sent to %n accounts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Queueing</name>
    <message numerus="yes">
        <source>Queued for %n account(s). You can take it back for 30 seconds.</source>
        <translation>
            <numerusform>Queued for %n account. You can take it back for 30 seconds.</numerusform>
            <numerusform>Queued for %n accounts. You can take it back for 30 seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReviewPanel</name>
    <message numerus="yes">
        <source>%n left</source>
        <translation>
            <numerusform>%n left</numerusform>
            <numerusform>%n left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Then %n more.</source>
        <translation>
            <numerusform>Then %n more.</numerusform>
            <numerusform>Then %n more.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Queue for %n practice account(s)</source>
        <translation>
            <numerusform>Queue for %n practice account</numerusform>
            <numerusform>Queue for %n practice accounts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Queue for %n account(s)</source>
        <translation>
            <numerusform>Queue for %n account</numerusform>
            <numerusform>Queue for %n accounts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RowCards</name>
    <message numerus="yes">
        <source>Nothing. Looked %n time(s).</source>
        <translation>
            <numerusform>Nothing. Looked once.</numerusform>
            <numerusform>Nothing. Looked %n times.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RuleFacts</name>
    <message numerus="yes">
        <source>at most %n word(s) in a sentence</source>
        <translation>
            <numerusform>at most %n word in a sentence</numerusform>
            <numerusform>at most %n words in a sentence</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>at most %n word(s) in capitals in a row</source>
        <translation>
            <numerusform>at most %n word in capitals in a row</numerusform>
            <numerusform>at most %n words in capitals in a row</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>at most %n emoji</source>
        <translation>
            <numerusform>at most %n emoji</numerusform>
            <numerusform>at most %n emoji</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>at most %n hashtag(s)</source>
        <translation>
            <numerusform>at most %n hashtag</numerusform>
            <numerusform>at most %n hashtags</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>a description of at most %n character(s)</source>
        <translation>
            <numerusform>a description of at most %n character</numerusform>
            <numerusform>a description of at most %n characters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more form(s)</source>
        <translation>
            <numerusform>and %n more form</numerusform>
            <numerusform>and %n more forms</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RuleList</name>
    <message numerus="yes">
        <source>Search %n rule(s)</source>
        <translation>
            <numerusform>Search %n rule</numerusform>
            <numerusform>Search %n rules</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reading the rules: %n to go</source>
        <translation>
            <numerusform>Reading the rules: %n to go</numerusform>
            <numerusform>Reading the rules: %n to go</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rule(s) found</source>
        <translation>
            <numerusform>%n rule found</numerusform>
            <numerusform>%n rules found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rule(s): {group}</source>
        <translation>
            <numerusform>%n rule: {group}</numerusform>
            <numerusform>%n rules: {group}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n need(s) you</source>
        <translation>
            <numerusform>%n needs you</numerusform>
            <numerusform>%n need you</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Telling</name>
    <message numerus="yes">
        <source>%n thing(s) between this post and the queue</source>
        <translation>
            <numerusform>%n thing between this post and the queue</numerusform>
            <numerusform>%n things between this post and the queue</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TryIt</name>
    <message numerus="yes">
        <source>%n match(es).</source>
        <translation>
            <numerusform>%n match.</numerusform>
            <numerusform>%n matches.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TryRule</name>
    <message numerus="yes">
        <source>%n match(es).</source>
        <translation>
            <numerusform>%n match.</numerusform>
            <numerusform>%n matches.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WithdrawnCard</name>
    <message numerus="yes">
        <source>%n post(s) said it</source>
        <translation>
            <numerusform>%n post said it</numerusform>
            <numerusform>%n posts said it</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>the first %n are shown</source>
        <translation>
            <numerusform>the first is shown</numerusform>
            <numerusform>the first %n are shown</numerusform>
        </translation>
    </message>
</context>
</TS>
