<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1">
<context>
    <name>AccountCard</name>
    <message>
        <source>Asking the server…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Practice network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not tested yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Secret is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Languages of this account</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Up to %n character(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>As the network documents it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As its server says.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n post(s) wait for it.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing waits for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in again…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause sending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AccountColumn</name>
    <message>
        <source>{number} of {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Laptop must be awake at {time} {city}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Laptop must be awake until it is out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{length} of {limit}, {language}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s), with alt text</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>I have checked this one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checked</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AccountsView</name>
    <message>
        <source>Accounts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Practice accounts only: real accounts cannot be added here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Secrets are kept in this computer’s keyring, one entry for each.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add an account…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No account yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Writing works without one. Posts can be queued once an account is here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{handle} was added.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signed in as {handle}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server accepts this account.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its secret is deleted from the keyring. What it has sent stays public and in the history.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n post(s) still wait for it: take them back in the queue first.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Remove {handle}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove this account</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Acts</name>
    <message>
        <source>Write both halves first, then confirm that they say the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pair is confirmed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confirm the pair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promise the other half…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This post needs no other half…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take back what was said of the pair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send long texts as a thread</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AddAccountDialog</name>
    <message>
        <source>Add an account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The account is tested before it is kept. Its secret goes to this computer’s keyring, never to a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in and add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Handle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>App password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Languages of this account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Any password will do here, except “wrong”, which shows what a refusal looks like.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>any short name, such as embassy-uk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An app password is a second password for this program alone. Make one in Bluesky under Settings, Privacy and security, App passwords. It can be taken back there at any time, and the main password stays with you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>such as embassy.bsky.social</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Arrangement</name>
    <message>
        <source>Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BeginPage</name>
    <message>
        <source>How do you want to begin?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Practice and the public are never in one workspace.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With the practice network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About 3 minutes to a first post. No account is needed and nothing can reach the public.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With the mission’s accounts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Have the sign-in details at hand. You can still write offline and add accounts later.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Card</name>
    <message>
        <source>Go to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Less</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Checklist</name>
    <message>
        <source>Ukrainian is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>English is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is written yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write it, promise it or release the pair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody has compared the halves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+M confirms the pair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The Ukrainian half changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The English half changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both halves changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare, then Ctrl+M confirms the pair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The promised half is overdue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write it or promise it anew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The other half is promised</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This post needs no other half</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The halves say the same, confirmed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both languages are written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guidelines: nothing to fix</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Guidelines: %n must be fixed</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Guidelines: %n need(s) a reason</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>The text is too long</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>The text fits all %n account(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>A text is in the wrong language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A text is partly in another language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each account gets its own language</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Alt text: %n cannot be sent</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Alt text: %n missing</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Every picture has alt text</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Links: %n must be fixed</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Links: %n need(s) a reason</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>No account is chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose where it goes</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Chips</name>
    <message>
        <source>Choose the accounts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose accounts…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add an account…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ClockPair</name>
    <message>
        <source>{city} now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both clocks stand beside every due time. If a time is wrong here, mend this laptop’s clock first.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CodePage</name>
    <message>
        <source>Write down the recovery code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drafts are encrypted; the key is in this computer’s keyring. If the keyring is ever lost, this code on paper opens them. It is shown once. Keep it where the mission keeps its papers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was written down already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The workspace is being made…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Print it…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type group {number} from your paper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It matches. The code is not shown again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConfirmDialog</name>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Drafts</name>
    <message>
        <source>Drafts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in all posts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New post</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No draft yet</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DueButton</name>
    <message>
        <source>When</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Once it is queued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sends today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sends tomorrow</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Sends in %n day(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>The time has passed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set the due time (Ctrl+D)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DuePopover</name>
    <message>
        <source>Day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send at this time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send once it is queued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time in {city}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FindingsList</name>
    <message>
        <source>Nothing to fix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Findings appear here as you type.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept ({initials}): {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source: {source}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rule: {rule}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace with “{text}”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confirm the pair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promise the other half…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This post needs no other half…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write alt text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send as a thread</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the reason back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep it, give a reason…</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FirstRunView</name>
    <message>
        <source>Kept as you go. Closing the window loses nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set up later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your mission</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All of this works without a network. Nothing is sent anywhere in these steps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save and say who you are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save and write the code down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is written down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begin practising</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add an account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recovery code of Embassy Assistant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It opens the drafts when the keyring is lost. Keep it where the mission keeps its papers.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GuidelinesView</name>
    <message>
        <source>Guidelines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guidelines shipped with version {version}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guidelines {version}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Search %n rule(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rule(s) found</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Half</name>
    <message>
        <source>Ukrainian text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>English text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write in Ukrainian</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write in English</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n post(s)</source>
        <comment>a thread</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n too many</source>
        <comment>characters</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{left} left of {limit}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reads as Ukrainian</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reads as English</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>looks Russian</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reads as another language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>language not certain</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n to fix</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to explain</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to consider</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drafts {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drafts</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HistoryDialog</name>
    <message>
        <source>History</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What goes out, word for word</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Queued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frozen word for word.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Write</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guidelines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PRACTICE</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing here can reach the public.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See the practice timeline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close without saving?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last words could not be written to the disk. They are lost if the window closes now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close and lose them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to writing</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) between this post and the queue</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>New post</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Embassy Assistant</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MediaStrip</name>
    <message>
        <source>Add a picture…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Or drop it here, or paste it into a text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alt text</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>No picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pasted picture.png</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>Find a post  (Ctrl+K)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a post</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Post</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New post</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drafts…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard this draft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cut</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paste</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next finding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous finding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fix the finding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other half</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Swap sides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confirm the pair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promise the other half…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This post needs no other half…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a picture…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Due time…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let the queue go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue</source>
        <comment>the view</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guidelines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours of the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next pane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why is this a finding?</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MissionPage</name>
    <message>
        <source>Which mission do you write for?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name appears in the window and in reports. All of it can be changed later in Settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name in Ukrainian</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name in English</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Host country</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a country</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NeedsPanel</name>
    <message>
        <source>Needs your decision</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>and %n more in the list</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing waits for you. What goes wrong, or cannot be known, is put here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One half is out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{title}”: {out} can be read, {stuck} cannot. Decide below.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing more is sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If it was there after all, it would appear twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is sent; the other accounts are not touched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing. Looked %n time(s).</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>What we sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What we read back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Was due {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the post</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{account}: the password was refused. Posts for it are kept and wait.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in again…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NewTimeDialog</name>
    <message>
        <source>New time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set the new time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Date and time in {city}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This time has passed. Choose a later one.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OfficerPage</name>
    <message>
        <source>Who is at the keyboard?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every confirmation, reason and decision is kept with a name, so that colleagues can ask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Initials</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>Unlock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recovery code…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OverrideDialog</name>
    <message>
        <source>Keep it, with a reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep it with this reason</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PairPill</name>
    <message>
        <source>Ukrainian is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>English is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>English is stale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ukrainian is stale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both halves changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confirmed {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The other half follows by {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needs no other half</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pair not confirmed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Picture</name>
    <message>
        <source>No Ukrainian alt text yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No English alt text yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture {number}, Ukrainian alt text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture {number}, English alt text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say what the picture shows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove picture {number}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PolicyBox</name>
    <message>
        <source>Ukrainian only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>English only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both languages, as two posts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both languages, in one post</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both languages, as a thread</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PostsModel</name>
    <message>
        <source>Untitled</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PromiseDialog</name>
    <message>
        <source>The other half follows later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This half may go out first. You are reminded when the time has come.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promise the other half</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By when</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By when: {both}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QueueActs</name>
    <message>
        <source>Send this to {account} now?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It goes out as soon as this laptop is online. It does not wait for the other half.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop this for {account}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is sent there. The other accounts are not touched, and the post is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop it for this account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken back. The post is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The new time is set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It goes out next.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It goes out again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Marked as sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dropped for this account.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QueueList</name>
    <message>
        <source>Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>History…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the post</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More actions</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QueueSheet</name>
    <message numerus="yes">
        <source>Queue “{title}” for %n account(s)?</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Untitled post</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is exactly what people will see.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is public before {when}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It goes out as soon as this laptop is online; for 30 seconds it can be undone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to writing</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Queue for %n account(s), send now</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Queue for %n account(s), send {when}</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Passed guidelines {version}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pair confirmed by {who}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The other half follows by {when}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This post needs no other half.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Check %n more account(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueueView</name>
    <message>
        <source>Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter by word</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No post in the queue matches</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search for another word, or all accounts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The queue is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Posts that you queue wait here, offline too, and say what became of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a post</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Showing {read} of %n post(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n post(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Let it go</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything is held. Nothing is sent until you let it go; finding out goes on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hold everything</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QueueWords</name>
    <message>
        <source>{state} {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not known whether it went out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{network} did not answer; next look at {time}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{network} did not answer; looking now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its time has passed; nothing was sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{network} sends it by itself; this laptop may be off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All accounts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Practice network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything is held. It waits until you let it go.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{network} refused the password; the post is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You paused this account; the post is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This account was removed. Take the post back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It can be undone; it goes out after {time}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part {number} of a thread; it follows the part before it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the other half</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Neither half goes out alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next try at {time}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offline. Sending waits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It goes out next to {handle}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This laptop must be awake at {time} {city}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This laptop must be awake on {when}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Untitled post</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Due {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queued {when}, goes out as soon as it can</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One half is out</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n needs you</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Pair confirmed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other half promised</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A half changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pair not confirmed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A half is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Send now…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New time…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is there: mark as sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not there: send it now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop it for this account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look and decide</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Queueing</name>
    <message>
        <source>The draft is discarded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Queued for %n account(s). You can take it back for 30 seconds.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>See the queue</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReasonDialog</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept with the post, with your name and the time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write a reason first.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReleaseDialog</name>
    <message>
        <source>This post needs no other half</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A reply, or a post in the language of the host country. It goes out in one language only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Release the pair</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReviewPanel</name>
    <message>
        <source>Between this post and the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Findings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The post is being checked</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n left</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First: {what}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You will see each account once more first. Ctrl+Enter</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Queue for %n practice account(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Queue for %n account(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Sends as soon as there is a network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sends {when}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{when}, this laptop only</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RuleDetail</name>
    <message>
        <source>No rule matches.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Is found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Is left alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>and %n more form(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>not inside quotation marks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looks for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write instead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Valid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Applies to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from {start} until {end}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from {start}, no end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>until {end}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no end</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SettingsView</name>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mission</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Officer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Way to the internet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key of the drafts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language of the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Certificates of a private authority (PEM file)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave both empty unless the mission’s network asks for them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the mission</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the officer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the way to the internet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such file: {path}. Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SignInDialog</name>
    <message>
        <source>Sign in again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{network}, {handle}. What is queued stays and goes on once the server accepts the password.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>App password</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Everything is held</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offline. Sending waits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Online</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guidelines shipped with version {version}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved {time}, encrypted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved {time}, sealed until the keyring opens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n need(s) you</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UnlockDialog</name>
    <message>
        <source>Unlock the drafts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open with the recovery code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask the keyring again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The groups that were written on paper when this workspace was made. Capitals and spaces do not matter.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WriteView</name>
    <message>
        <source>The picture is removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Swap sides</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discard this draft</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
