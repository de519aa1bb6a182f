<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="uk_UA">
<context>
    <name>AccountCard</name>
    <message>
        <source>Asking the server…</source>
        <translation>Запитуємо сервер…</translation>
    </message>
    <message>
        <source>Practice network</source>
        <translation>Навчальна мережа</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Призупинено</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>Вхід виконано</translation>
    </message>
    <message>
        <source>Not tested yet</source>
        <translation>Ще не перевірено</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <translation>Увійдіть знову</translation>
    </message>
    <message>
        <source>Secret is missing</source>
        <translation>Немає пароля в сховищі</translation>
    </message>
    <message>
        <source>Languages of this account</source>
        <translation>Мови цього акаунта</translation>
    </message>
    <message>
        <source>Who is shown the posts</source>
        <translation>Кому показувати дописи</translation>
    </message>
    <message>
        <source>Public</source>
        <translation>Публічно</translation>
    </message>
    <message>
        <source>Unlisted: public, but not in timelines</source>
        <translation>Публічно, але не в стрічках</translation>
    </message>
    <message>
        <source>Its server publishes what is due later</source>
        <translation>Відкладене публікує його сервер</translation>
    </message>
    <message>
        <source>The laptop need not be awake then. To change such a post, take it back first.</source>
        <translation>Ноутбуку тоді не треба працювати. Щоб змінити такий допис, спершу відкличте його.</translation>
    </message>
    <message>
        <source>Runs {software}.</source>
        <translation>Працює на {software}.</translation>
    </message>
    <message>
        <source>The sign-in expires on {day}.</source>
        <translation>Вхід діє до {day}.</translation>
    </message>
    <message>
        <source>What is out cannot be corrected or deleted from here.</source>
        <translation>Те, що вийшло, звідси не можна ні виправити, ні видалити.</translation>
    </message>
    <message>
        <source>What is out cannot be corrected from here, only deleted.</source>
        <translation>Те, що вийшло, звідси не можна виправити, лише видалити.</translation>
    </message>
    <message>
        <source>What is out can be corrected from here, but not deleted.</source>
        <translation>Те, що вийшло, звідси можна виправити, але не видалити.</translation>
    </message>
    <message numerus="yes">
        <source>Up to %n character(s)</source>
        <translation>
            <numerusform>До %n знака</numerusform>
            <numerusform>До %n знаків</numerusform>
            <numerusform>До %n знаків</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n зображення</numerusform>
            <numerusform>%n зображення</numerusform>
            <numerusform>%n зображень</numerusform>
        </translation>
    </message>
    <message>
        <source>As the network documents it.</source>
        <translation>Так зазначає мережа.</translation>
    </message>
    <message>
        <source>As its server says.</source>
        <translation>Так повідомляє її сервер.</translation>
    </message>
    <message numerus="yes">
        <source>%n post(s) wait for it.</source>
        <translation>
            <numerusform>На нього чекає %n допис.</numerusform>
            <numerusform>На нього чекають %n дописи.</numerusform>
            <numerusform>На нього чекають %n дописів.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing waits for it.</source>
        <translation>На нього нічого не чекає.</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Перевірити</translation>
    </message>
    <message>
        <source>Sign in again…</source>
        <translation>Увійти знову…</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Відновити надсилання</translation>
    </message>
    <message>
        <source>Pause sending</source>
        <translation>Призупинити надсилання</translation>
    </message>
    <message>
        <source>Log…</source>
        <translation>Журнал…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Видалити…</translation>
    </message>
</context>
<context>
    <name>AccountColumn</name>
    <message>
        <source>Practice network</source>
        <translation>Навчальна мережа</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>{number} із {count}</translation>
    </message>
    <message>
        <source>Goes on under what is already out</source>
        <translation>Продовжує те, що вже вийшло</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Зображення</translation>
    </message>
    <message>
        <source>Laptop must be awake at {time} {city}</source>
        <translation>О {time} ({city}) ноутбук має працювати</translation>
    </message>
    <message>
        <source>Laptop must be awake until it is out</source>
        <translation>Ноутбук має працювати, доки допис не вийде</translation>
    </message>
    <message>
        <source>{length} of {limit}, {language}</source>
        <translation>{length} із {limit}, {language}</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s), with alt text</source>
        <translation>
            <numerusform>%n зображення з описом</numerusform>
            <numerusform>%n зображення з описами</numerusform>
            <numerusform>%n зображень з описами</numerusform>
        </translation>
    </message>
    <message>
        <source>I have checked this one</source>
        <translation>Позначити перевіреним</translation>
    </message>
    <message>
        <source>Checked</source>
        <translation>Перевірено</translation>
    </message>
</context>
<context>
    <name>AccountLogDialog</name>
    <message>
        <source>Practice network</source>
        <translation>Навчальна мережа</translation>
    </message>
    <message>
        <source>Account log</source>
        <translation>Журнал акаунта</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрити</translation>
    </message>
    <message>
        <source>Show earlier entries</source>
        <translation>Показати раніші записи</translation>
    </message>
    <message>
        <source>Nothing has gone to this account yet.</source>
        <translation>У цей акаунт ще нічого не надсилали.</translation>
    </message>
    <message numerus="yes">
        <source>Of the last %n post(s). The history of an earlier one is at its row.</source>
        <translation>
            <numerusform>За останній %n допис. Історія раніших дописів є біля їхніх рядків.</numerusform>
            <numerusform>За останні %n дописи. Історія раніших дописів є біля їхніх рядків.</numerusform>
            <numerusform>За останні %n дописів. Історія раніших дописів є біля їхніх рядків.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AccountsView</name>
    <message>
        <source>Accounts</source>
        <translation>Акаунти</translation>
    </message>
    <message>
        <source>Practice accounts only: real accounts cannot be added here.</source>
        <translation>Лише навчальні акаунти: справжні сюди додати не можна.</translation>
    </message>
    <message>
        <source>Secrets are kept in this computer’s keyring, one entry for each.</source>
        <translation>Паролі зберігає сховище паролів цього комп’ютера, кожен окремим записом.</translation>
    </message>
    <message>
        <source>Add an account…</source>
        <translation>Додати акаунт…</translation>
    </message>
    <message>
        <source>No account yet</source>
        <translation>Акаунтів ще немає</translation>
    </message>
    <message>
        <source>Writing works without one. Posts can be queued once an account is here.</source>
        <translation>Писати можна й без них. Щоб поставити допис у чергу, потрібен хоча б один акаунт.</translation>
    </message>
    <message>
        <source>{handle} was added.</source>
        <translation>Додано {handle}.</translation>
    </message>
    <message>
        <source>Signed in as {handle}.</source>
        <translation>Вхід виконано: {handle}.</translation>
    </message>
    <message>
        <source>The server accepts this account.</source>
        <translation>Сервер приймає цей акаунт.</translation>
    </message>
    <message>
        <source>Its secret is deleted from the keyring. What it has sent stays public and in the history.</source>
        <translation>Його пароль буде видалено зі сховища. Надіслані дописи залишаться опублікованими та в історії.</translation>
    </message>
    <message numerus="yes">
        <source>%n post(s) still wait for it: take them back in the queue first.</source>
        <translation>
            <numerusform>На нього ще чекає %n допис: спершу відкличте його в черзі.</numerusform>
            <numerusform>На нього ще чекають %n дописи: спершу відкличте їх у черзі.</numerusform>
            <numerusform>На нього ще чекають %n дописів: спершу відкличте їх у черзі.</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove {handle}?</source>
        <translation>Видалити {handle}?</translation>
    </message>
    <message>
        <source>Remove this account</source>
        <translation>Видалити цей акаунт</translation>
    </message>
</context>
<context>
    <name>ActionWords</name>
    <message>
        <source>Put it away…</source>
        <translation>Прибрати…</translation>
    </message>
    <message>
        <source>Send now…</source>
        <translation>Надіслати зараз…</translation>
    </message>
    <message>
        <source>New time…</source>
        <translation>Змінити час…</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Відкликати</translation>
    </message>
    <message>
        <source>It is there: mark as sent</source>
        <translation>Допис є: позначити надісланим</translation>
    </message>
    <message>
        <source>It is not there: send it now</source>
        <translation>Допису немає: надіслати зараз</translation>
    </message>
    <message>
        <source>Drop it for this account</source>
        <translation>Не надсилати в цей акаунт</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Відкрити</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>Увійти…</translation>
    </message>
    <message>
        <source>Look and decide</source>
        <translation>Вирішити</translation>
    </message>
    <message>
        <source>History…</source>
        <translation>Історія…</translation>
    </message>
    <message>
        <source>Open the post</source>
        <translation>Відкрити допис</translation>
    </message>
    <message>
        <source>Correct…</source>
        <translation>Виправити…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Видалити…</translation>
    </message>
    <message>
        <source>Account log…</source>
        <translation>Журнал акаунта…</translation>
    </message>
    <message>
        <source>Compare word by word…</source>
        <translation>Порівняти слово за словом…</translation>
    </message>
    <message>
        <source>Nothing more is sent.</source>
        <translation>Більше нічого не надсилаємо.</translation>
    </message>
    <message>
        <source>If it was there after all, it would appear twice.</source>
        <translation>Якщо допис там усе ж є, він з’явиться двічі.</translation>
    </message>
    <message>
        <source>Nothing is sent; the other accounts are not touched.</source>
        <translation>Нічого не надсилаємо, інших акаунтів це не стосується.</translation>
    </message>
    <message>
        <source>Nothing more is asked of the server.</source>
        <translation>Сервер більше ні про що не просимо.</translation>
    </message>
    <message>
        <source>Twice does no harm: the result is the same.</source>
        <translation>Повтор не зашкодить: результат той самий.</translation>
    </message>
    <message>
        <source>What is out stays as it is; the other accounts are not touched.</source>
        <translation>Те, що вийшло, лишається як є; інших акаунтів це не торкається.</translation>
    </message>
    <message>
        <source>Correct now…</source>
        <translation>Виправити зараз…</translation>
    </message>
    <message>
        <source>It is corrected: mark as done</source>
        <translation>Виправлено: позначити виконаним</translation>
    </message>
    <message>
        <source>It is not: correct it now</source>
        <translation>Не виправлено: виправити зараз</translation>
    </message>
    <message>
        <source>Leave it as it is</source>
        <translation>Лишити як є</translation>
    </message>
    <message>
        <source>Delete now…</source>
        <translation>Видалити зараз…</translation>
    </message>
    <message>
        <source>It is gone: mark as deleted</source>
        <translation>Допису вже немає: позначити видаленим</translation>
    </message>
    <message>
        <source>It is still there: delete it now</source>
        <translation>Допис досі є: видалити зараз</translation>
    </message>
</context>
<context>
    <name>Acts</name>
    <message>
        <source>Write both halves first, then confirm that they say the same.</source>
        <translation>Спершу напишіть обидві версії, а тоді підтвердьте, що вони збігаються.</translation>
    </message>
    <message>
        <source>The pair is confirmed.</source>
        <translation>Пару підтверджено.</translation>
    </message>
    <message>
        <source>Confirm the pair</source>
        <translation>Підтвердити пару</translation>
    </message>
    <message>
        <source>Promise the other half…</source>
        <translation>Пообіцяти другу версію…</translation>
    </message>
    <message>
        <source>This post needs no other half…</source>
        <translation>Цьому допису друга версія не потрібна…</translation>
    </message>
    <message>
        <source>Take back what was said of the pair</source>
        <translation>Скасувати сказане про цю пару</translation>
    </message>
    <message>
        <source>Send long texts as a thread</source>
        <translation>Довгі тексти надсилати ланцюжком</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Скасувати</translation>
    </message>
</context>
<context>
    <name>AddAccountDialog</name>
    <message>
        <source>Add an account</source>
        <translation>Додати акаунт</translation>
    </message>
    <message>
        <source>The account is tested before it is kept. Its secret goes to this computer’s keyring, never to a file.</source>
        <translation>Перш ніж зберегти акаунт, його перевіряємо. Пароль потрапляє до сховища паролів цього комп’ютера, а не у файл.</translation>
    </message>
    <message>
        <source>Sign in and add</source>
        <translation>Увійти й додати</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Скасувати</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Мережа</translation>
    </message>
    <message>
        <source>Handle</source>
        <translation>Ім’я в мережі</translation>
    </message>
    <message>
        <source>App password</source>
        <translation>Пароль застосунку</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Сервер</translation>
    </message>
    <message>
        <source>Languages of this account</source>
        <translation>Мови цього акаунта</translation>
    </message>
    <message>
        <source>Open the browser</source>
        <translation>Відкрити браузер</translation>
    </message>
    <message>
        <source>such as social.example.org</source>
        <translation>наприклад social.example.org</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Пароль</translation>
    </message>
    <message>
        <source>Any password will do here, except “wrong”: that one is refused.</source>
        <translation>Тут підійде будь-який пароль, крім «wrong»: у ньому буде відмовлено.</translation>
    </message>
    <message>
        <source>any short name, such as embassy-uk</source>
        <translation>будь-яке коротке ім’я, наприклад embassy-uk</translation>
    </message>
    <message>
        <source>An app password is a second password for this program alone. Make one in Bluesky under Settings, Privacy and security, App passwords. It can be taken back there at any time, and the main password stays with you.</source>
        <translation>Пароль застосунку — це другий пароль, лише для цієї програми. Створіть його в Bluesky: Settings, Privacy and security, App passwords. Там його можна будь-коли відкликати, а основний пароль залишається у вас.</translation>
    </message>
    <message>
        <source>such as embassy.bsky.social</source>
        <translation>наприклад embassy.bsky.social</translation>
    </message>
</context>
<context>
    <name>AgeBanner</name>
    <message>
        <source>Get updates</source>
        <translation>Отримати оновлення</translation>
    </message>
</context>
<context>
    <name>AgeWords</name>
    <message>
        <source>Guidelines cannot be relied on</source>
        <translation>На настанови не можна покластися</translation>
    </message>
    <message>
        <source>Guidelines shipped with version {version}</source>
        <translation>Настанови з версії {version}</translation>
    </message>
    <message>
        <source>Guidelines {version}, age unknown</source>
        <translation>Настанови {version}, вік невідомий</translation>
    </message>
    <message>
        <source>Guidelines {version} are too old to send by</source>
        <translation>Настанови {version} застаріли: надсилати не можна</translation>
    </message>
    <message>
        <source>Guidelines {version} have expired</source>
        <translation>Строк дії настанов {version} минув</translation>
    </message>
    <message>
        <source>Guidelines {version}, verified {ago}</source>
        <translation>Настанови {version}, підтверджено {ago}</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>%n день тому</numerusform>
            <numerusform>%n дні тому</numerusform>
            <numerusform>%n днів тому</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h ago</source>
        <translation>
            <numerusform>%n год тому</numerusform>
            <numerusform>%n год тому</numerusform>
            <numerusform>%n год тому</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min ago</source>
        <translation>
            <numerusform>%n хв тому</numerusform>
            <numerusform>%n хв тому</numerusform>
            <numerusform>%n хв тому</numerusform>
        </translation>
    </message>
    <message>
        <source>just now</source>
        <translation>щойно</translation>
    </message>
</context>
<context>
    <name>ApprovedLinesPage</name>
    <message>
        <source>What may still be sent</source>
        <translation>Що ще можна надсилати</translation>
    </message>
    <message>
        <source>Approved lines</source>
        <translation>Узгоджені тези</translation>
    </message>
    <message>
        <source>Search approved lines</source>
        <translation>Пошук узгоджених тез</translation>
    </message>
    <message>
        <source>Nothing, not even an approved line, until the freeze is lifted.</source>
        <translation>Нічого, навіть узгоджених тез, доки режим тиші не скасують.</translation>
    </message>
    <message>
        <source>These lines, word for word. Whatever is added to them is held.</source>
        <translation>Ці тези, слово в слово. Усе, що до них додано, буде зупинено.</translation>
    </message>
    <message>
        <source>Checked words in both languages. In Write, Ctrl+Shift+K finds them too.</source>
        <translation>Узгоджені слова обома мовами. Коли пишете допис, їх також знайде Ctrl+Shift+K.</translation>
    </message>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>Показати ще %n</numerusform>
            <numerusform>Показати ще %n</numerusform>
            <numerusform>Показати ще %n</numerusform>
        </translation>
    </message>
    <message>
        <source>No approved line has these words.</source>
        <translation>Немає узгодженої тези з такими словами.</translation>
    </message>
    <message>
        <source>Which posts said a withdrawn line is shown once the drafts are unlocked.</source>
        <translation>У яких дописах є відкликані тези, буде видно, щойно чернетки відімкнуто.</translation>
    </message>
    <message>
        <source>Withdrawn: nobody may say these any more</source>
        <translation>Відкликано: цих тез більше не можна використовувати</translation>
    </message>
    <message>
        <source>Copied, all languages of the line.</source>
        <translation>Скопійовано всіма мовами тези.</translation>
    </message>
</context>
<context>
    <name>Arrangement</name>
    <message>
        <source>Text</source>
        <translation>Текст</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Перевірка</translation>
    </message>
</context>
<context>
    <name>BackupsCard</name>
    <message>
        <source>Backups</source>
        <translation>Резервні копії</translation>
    </message>
    <message>
        <source>One is made each day, encrypted, on this laptop; 14 are kept. No password is in them.</source>
        <translation>Щодня на цьому ноутбуці створюємо одну зашифровану копію; зберігаємо 14. Паролів у них немає.</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>Створити копію зараз</translation>
    </message>
    <message>
        <source>Bring this one back…</source>
        <translation>Відновити з цієї копії…</translation>
    </message>
    <message>
        <source>Making a backup and checking it. Writing goes on.</source>
        <translation>Створюємо копію й перевіряємо її. Писати можна далі.</translation>
    </message>
    <message>
        <source>The backup is made and was read back.</source>
        <translation>Копію створено й перевірено читанням.</translation>
    </message>
</context>
<context>
    <name>BeginDialog</name>
    <message>
        <source>The folder {folder} is empty. A small example pack is written into it: two rules and an approved line. Change them, remove them, add your own. Missions see nothing of it before you sign and publish.</source>
        <translation>Тека {folder} порожня. У ній з’явиться невеликий пакет-зразок: два правила й узгоджена теза. Змінюйте їх, вилучайте, додавайте свої. Установи нічого не побачать, доки ви не підпишете й не оприлюдните пакет.</translation>
    </message>
    <message>
        <source>Begin a pack of guidelines</source>
        <translation>Почати пакет настанов</translation>
    </message>
    <message>
        <source>Begin the pack here</source>
        <translation>Почати пакет тут</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Скасувати</translation>
    </message>
</context>
<context>
    <name>BeginPage</name>
    <message>
        <source>How do you want to begin?</source>
        <translation>З чого ви хочете почати?</translation>
    </message>
    <message>
        <source>Practice and the public are never in one workspace.</source>
        <translation>Навчання і справжні публікації ніколи не бувають в одному робочому просторі.</translation>
    </message>
    <message>
        <source>With the practice network</source>
        <translation>З навчальної мережі</translation>
    </message>
    <message>
        <source>About 3 minutes to a first post. No account is needed and nothing can reach the public.</source>
        <translation>До першого допису близько 3 хвилин. Акаунт не потрібен, і звідси ніщо не потрапить назовні.</translation>
    </message>
    <message>
        <source>With the mission’s accounts</source>
        <translation>З акаунтів установи</translation>
    </message>
    <message>
        <source>Have the sign-in details at hand. You can still write offline and add accounts later.</source>
        <translation>Підготуйте дані для входу. Можна писати без мережі й додати акаунти пізніше.</translation>
    </message>
</context>
<context>
    <name>BrowserSheet</name>
    <message>
        <source>Sign in in the browser</source>
        <translation>Вхід через браузер</translation>
    </message>
    <message>
        <source>The server’s own page asks for your password; this program never sees it.</source>
        <translation>Пароль запитає сторінка самого сервера; ця програма його не бачить.</translation>
    </message>
    <message>
        <source>Use the code</source>
        <translation>Застосувати код</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Скасувати</translation>
    </message>
    <message>
        <source>Open the browser again</source>
        <translation>Відкрити браузер ще раз</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Скопіювати адресу</translation>
    </message>
    <message>
        <source>The page shows a code instead</source>
        <translation>Сторінка показує код</translation>
    </message>
    <message>
        <source>Code from the server’s page</source>
        <translation>Код зі сторінки сервера</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>Запитуємо сервер…</translation>
    </message>
    <message>
        <source>The browser did not open. Copy the address and open it in a browser on this computer.</source>
        <translation>Браузер не відкрився. Скопіюйте адресу й відкрийте її в браузері на цьому комп’ютері.</translation>
    </message>
    <message>
        <source>Sign in on the server’s page, then type the code that it shows.</source>
        <translation>Увійдіть на сторінці сервера, а потім введіть код, який вона покаже.</translation>
    </message>
    <message>
        <source>Waiting for the browser. Sign in on the server’s page and allow access.</source>
        <translation>Чекаємо на браузер. Увійдіть на сторінці сервера й надайте доступ.</translation>
    </message>
    <message>
        <source>The address is copied.</source>
        <translation>Адресу скопійовано.</translation>
    </message>
    <message>
        <source>Not signed in.</source>
        <translation>Вхід не виконано.</translation>
    </message>
</context>
<context>
    <name>Card</name>
    <message>
        <source>Go to</source>
        <translation>До тексту</translation>
    </message>
    <message>
        <source>Less</source>
        <translation>Згорнути</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Чому?</translation>
    </message>
</context>
<context>
    <name>ChangeLine</name>
    <message>
        <source>New:</source>
        <translation>Нове:</translation>
    </message>
    <message>
        <source>New approved line:</source>
        <translation>Нова узгоджена теза:</translation>
    </message>
    <message>
        <source>Changed:</source>
        <translation>Змінено:</translation>
    </message>
    <message>
        <source>Removed:</source>
        <translation>Вилучено:</translation>
    </message>
    <message>
        <source>{old}, now {new}</source>
        <translation>було «{old}», тепер «{new}»</translation>
    </message>
    <message>
        <source>what it looks for</source>
        <translation>що воно шукає</translation>
    </message>
    <message>
        <source>the reason</source>
        <translation>пояснення</translation>
    </message>
    <message>
        <source>when it is valid</source>
        <translation>строк дії</translation>
    </message>
    <message>
        <source>where it applies</source>
        <translation>де діє</translation>
    </message>
    <message>
        <source>the source</source>
        <translation>джерело</translation>
    </message>
    <message>
        <source>the examples</source>
        <translation>приклади</translation>
    </message>
    <message>
        <source>the exceptions</source>
        <translation>винятки</translation>
    </message>
    <message>
        <source>what it asks for</source>
        <translation>чого воно вимагає</translation>
    </message>
</context>
<context>
    <name>Checklist</name>
    <message>
        <source>Ukrainian is missing</source>
        <translation>Немає української версії</translation>
    </message>
    <message>
        <source>English is missing</source>
        <translation>Немає англійської версії</translation>
    </message>
    <message>
        <source>Nothing is written yet</source>
        <translation>Ще нічого не написано</translation>
    </message>
    <message>
        <source>Write it, promise it or release the pair</source>
        <translation>Напишіть, пообіцяйте або відмовтеся від неї</translation>
    </message>
    <message>
        <source>Nobody has compared the halves</source>
        <translation>Версії ще не звірено</translation>
    </message>
    <message>
        <source>Ctrl+M confirms the pair</source>
        <translation>Ctrl+M підтверджує пару</translation>
    </message>
    <message>
        <source>The Ukrainian half changed</source>
        <translation>Українська версія змінилася</translation>
    </message>
    <message>
        <source>The English half changed</source>
        <translation>Англійська версія змінилася</translation>
    </message>
    <message>
        <source>Both halves changed</source>
        <translation>Обидві версії змінилися</translation>
    </message>
    <message>
        <source>Compare, then Ctrl+M confirms the pair</source>
        <translation>Звірте; Ctrl+M підтверджує пару</translation>
    </message>
    <message>
        <source>The promised half is overdue</source>
        <translation>Обіцяна версія запізнюється</translation>
    </message>
    <message>
        <source>Write it or promise it anew</source>
        <translation>Напишіть її або пообіцяйте знову</translation>
    </message>
    <message>
        <source>The other half is promised</source>
        <translation>Другу версію обіцяно</translation>
    </message>
    <message>
        <source>This post needs no other half</source>
        <translation>Цьому допису друга версія не потрібна</translation>
    </message>
    <message>
        <source>The halves say the same, confirmed</source>
        <translation>Версії збігаються, підтверджено</translation>
    </message>
    <message>
        <source>Both languages are written</source>
        <translation>Обидві версії написано</translation>
    </message>
    <message>
        <source>Guidelines: nothing to fix</source>
        <translation>Настанови: усе гаразд</translation>
    </message>
    <message numerus="yes">
        <source>Guidelines: %n must be fixed</source>
        <translation>
            <numerusform>Настанови: %n обов’язкове виправлення</numerusform>
            <numerusform>Настанови: %n обов’язкові виправлення</numerusform>
            <numerusform>Настанови: %n обов’язкових виправлень</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Guidelines: %n need(s) a reason</source>
        <translation>
            <numerusform>Настанови: %n потребує пояснення</numerusform>
            <numerusform>Настанови: %n потребують пояснення</numerusform>
            <numerusform>Настанови: %n потребують пояснення</numerusform>
        </translation>
    </message>
    <message>
        <source>The text is too long</source>
        <translation>Текст задовгий</translation>
    </message>
    <message numerus="yes">
        <source>The text fits all %n account(s)</source>
        <translation>
            <numerusform>Довжина тексту підходить для %n акаунта</numerusform>
            <numerusform>Довжина тексту підходить для всіх %n акаунтів</numerusform>
            <numerusform>Довжина тексту підходить для всіх %n акаунтів</numerusform>
        </translation>
    </message>
    <message>
        <source>A text is in the wrong language</source>
        <translation>Текст не тією мовою</translation>
    </message>
    <message>
        <source>A text is partly in another language</source>
        <translation>Частина тексту іншою мовою</translation>
    </message>
    <message>
        <source>Each account gets its own language</source>
        <translation>Кожен акаунт отримує свою мову</translation>
    </message>
    <message numerus="yes">
        <source>Alt text: %n cannot be sent</source>
        <translation>
            <numerusform>Описи зображень: %n не можна надіслати</numerusform>
            <numerusform>Описи зображень: %n не можна надіслати</numerusform>
            <numerusform>Описи зображень: %n не можна надіслати</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Alt text: %n missing</source>
        <translation>
            <numerusform>Описи зображень: бракує %n</numerusform>
            <numerusform>Описи зображень: бракує %n</numerusform>
            <numerusform>Описи зображень: бракує %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Every picture has alt text</source>
        <translation>Кожне зображення має опис</translation>
    </message>
    <message numerus="yes">
        <source>Links: %n must be fixed</source>
        <translation>
            <numerusform>Посилання: %n обов’язкове виправлення</numerusform>
            <numerusform>Посилання: %n обов’язкові виправлення</numerusform>
            <numerusform>Посилання: %n обов’язкових виправлень</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Links: %n need(s) a reason</source>
        <translation>
            <numerusform>Посилання: %n потребує пояснення</numerusform>
            <numerusform>Посилання: %n потребують пояснення</numerusform>
            <numerusform>Посилання: %n потребують пояснення</numerusform>
        </translation>
    </message>
    <message>
        <source>The keyring is locked</source>
        <translation>Сховище паролів замкнене</translation>
    </message>
    <message>
        <source>Accounts are known once it opens</source>
        <translation>Акаунти з’являться, щойно його відімкнуть</translation>
    </message>
    <message>
        <source>No account is chosen</source>
        <translation>Не вибрано жодного акаунта</translation>
    </message>
    <message>
        <source>Choose where it goes</source>
        <translation>Виберіть, куди надсилати</translation>
    </message>
    <message>
        <source>A freeze is in force</source>
        <translation>Діє режим тиші</translation>
    </message>
    <message>
        <source>“{text}”</source>
        <translation>«{text}»</translation>
    </message>
</context>
<context>
    <name>Chips</name>
    <message>
        <source>Choose the accounts</source>
        <translation>Вибрати акаунти</translation>
    </message>
    <message>
        <source>Choose accounts…</source>
        <translation>Вибрати акаунти…</translation>
    </message>
    <message>
        <source>Add an account…</source>
        <translation>Додати акаунт…</translation>
    </message>
</context>
<context>
    <name>ClockPair</name>
    <message>
        <source>{city} now</source>
        <translation>{city}: зараз</translation>
    </message>
    <message>
        <source>Both clocks stand beside every due time. If a time is wrong here, mend this laptop’s clock first.</source>
        <translation>Обидва годинники стоять біля кожного часу надсилання. Якщо час тут хибний, спершу виправте годинник ноутбука.</translation>
    </message>
</context>
<context>
    <name>CodePage</name>
    <message>
        <source>Write down the recovery code</source>
        <translation>Запишіть код відновлення</translation>
    </message>
    <message>
        <source>Drafts are encrypted; the key is in this computer’s keyring. If the keyring is ever lost, this code on paper opens them. It is shown once. Keep it where the mission keeps its papers.</source>
        <translation>Чернетки зашифровано, ключ — у сховищі паролів цього комп’ютера. Якщо сховище буде втрачено, їх відкриє цей код на папері. Його показуємо один раз. Зберігайте його там, де установа зберігає документи.</translation>
    </message>
    <message>
        <source>It was written down already.</source>
        <translation>Код уже записано.</translation>
    </message>
    <message>
        <source>The workspace is being made…</source>
        <translation>Створюємо робочий простір…</translation>
    </message>
    <message>
        <source>Print it…</source>
        <translation>Надрукувати…</translation>
    </message>
    <message>
        <source>Type group {number} from your paper</source>
        <translation>Введіть групу {number} зі свого аркуша</translation>
    </message>
    <message>
        <source>It matches. The code is not shown again.</source>
        <translation>Збігається. Більше цей код не показуємо.</translation>
    </message>
    <message>
        <source>This is not group {number}. Look at your paper once more.</source>
        <translation>Це не група {number}. Перевірте на своєму аркуші.</translation>
    </message>
</context>
<context>
    <name>ConfirmDialog</name>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
</context>
<context>
    <name>CorrectDialog</name>
    <message>
        <source>Correct “{title}”</source>
        <translation>Виправити «{title}»</translation>
    </message>
    <message>
        <source>This is what is out, word for word. Whoever has read or quoted it, keeps what it said.</source>
        <translation>Ось що вийшло, слово в слово. Хто вже прочитав або процитував, той матиме попередній текст.</translation>
    </message>
    <message>
        <source>Correct it</source>
        <translation>Виправити</translation>
    </message>
    <message>
        <source>Leave it as it is</source>
        <translation>Лишити як є</translation>
    </message>
    <message>
        <source>Why it goes out despite the warnings</source>
        <translation>Чому виходить попри застереження</translation>
    </message>
    <message numerus="yes">
        <source>Correct it at %n account(s)</source>
        <translation>
            <numerusform>Виправити в %n акаунті</numerusform>
            <numerusform>Виправити в %n акаунтах</numerusform>
            <numerusform>Виправити в %n акаунтах</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is changed yet</source>
        <translation>Ще нічого не змінено</translation>
    </message>
    <message>
        <source>It is corrected in 30 seconds. Until then, the queue can take that back.</source>
        <translation>Буде виправлено за 30 секунд. До того це можна відкликати в черзі.</translation>
    </message>
    <message>
        <source>Correction: {title}</source>
        <translation>Виправлення: {title}</translation>
    </message>
</context>
<context>
    <name>CorrectHalf</name>
    <message>
        <source>What is out, {language}</source>
        <translation>Те, що вийшло: {language}</translation>
    </message>
    <message>
        <source>Description of {picture}</source>
        <translation>Опис зображення {picture}</translation>
    </message>
    <message>
        <source>{account}: another change of it is under way.</source>
        <translation>{account}: інша зміна цього допису ще триває.</translation>
    </message>
    <message>
        <source>{account}: what is out there cannot be changed, only replaced.</source>
        <translation>{account}: те, що там вийшло, змінити не можна, лише замінити.</translation>
    </message>
    <message>
        <source>Delete it there and publish anew…</source>
        <translation>Видалити там і опублікувати знову…</translation>
    </message>
    <message>
        <source>Its replies and likes go with it. Then you mend the post and queue it again.</source>
        <translation>Відповіді та вподобання зникнуть разом із ним. Потім ви виправите допис і знову поставите його в чергу.</translation>
    </message>
    <message>
        <source>Publish a correction…</source>
        <translation>Опублікувати виправлення…</translation>
    </message>
    <message>
        <source>A new post opens with the corrected text; what is out stays as it is.</source>
        <translation>Відкриється новий допис із виправленим текстом; те, що вийшло, лишається як є.</translation>
    </message>
</context>
<context>
    <name>CreditDialog</name>
    <message>
        <source>Who took the pictures?</source>
        <translation>Хто автор зображень?</translation>
    </message>
    <message>
        <source>No network has a field for it, so that the name goes to the end of each text. Several people: separate them by commas.</source>
        <translation>Жодна мережа не має для цього окремого поля, тому ім’я стане наприкінці кожного тексту. Кількох авторів пишіть через кому.</translation>
    </message>
    <message>
        <source>Add the credit</source>
        <translation>Указати автора</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Скасувати</translation>
    </message>
    <message>
        <source>Name in Ukrainian</source>
        <translation>Ім’я українською</translation>
    </message>
    <message>
        <source>Name in English</source>
        <translation>Ім’я англійською</translation>
    </message>
    <message>
        <source>Becomes the line “{line}”</source>
        <translation>З’явиться рядок «{line}»</translation>
    </message>
    <message>
        <source>Write a name first.</source>
        <translation>Спершу напишіть ім’я.</translation>
    </message>
</context>
<context>
    <name>DamagedDialog</name>
    <message>
        <source>The drafts are damaged</source>
        <translation>Чернетки пошкоджено</translation>
    </message>
    <message>
        <source>Mend the drafts</source>
        <translation>Відновити чернетки</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Не зараз</translation>
    </message>
    <message>
        <source>Save everything that can still be read</source>
        <translation>Врятувати все, що ще можна прочитати</translation>
    </message>
    <message>
        <source>How to go on</source>
        <translation>Що робити далі</translation>
    </message>
    <message>
        <source>Whichever you choose, the damaged files are set aside and never deleted. Nothing is sent twice.</source>
        <translation>Хоч би що ви вибрали, пошкоджені файли буде відкладено, а не видалено. Ніщо не буде надіслано двічі.</translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>Код відновлення</translation>
    </message>
    <message>
        <source>Bring back: {backup}</source>
        <translation>Відновити з копії: {backup}</translation>
    </message>
    <message>
        <source>Mending the drafts. It can take a minute.</source>
        <translation>Відновлюємо чернетки. Це може тривати хвилину.</translation>
    </message>
    <message>
        <source>Go on writing</source>
        <translation>Писати далі</translation>
    </message>
</context>
<context>
    <name>DeliveriesModel</name>
    <message>
        <source>Folded.</source>
        <translation>Згорнуто.</translation>
    </message>
</context>
<context>
    <name>Drafts</name>
    <message>
        <source>Drafts</source>
        <translation>Чернетки</translation>
    </message>
    <message>
        <source>Find in all posts</source>
        <translation>Шукати в усіх дописах</translation>
    </message>
    <message>
        <source>New post</source>
        <translation>Новий допис</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Нічого не знайдено</translation>
    </message>
    <message>
        <source>No draft yet</source>
        <translation>Чернеток ще немає</translation>
    </message>
    <message>
        <source>Drafts are shown once the keyring opens</source>
        <translation>Чернетки з’являться, щойно відімкнуть сховище</translation>
    </message>
</context>
<context>
    <name>DueButton</name>
    <message>
        <source>When</source>
        <translation>Коли</translation>
    </message>
    <message>
        <source>Once it is queued</source>
        <translation>Щойно стане в чергу</translation>
    </message>
    <message>
        <source>Sends today</source>
        <translation>Надсилання сьогодні</translation>
    </message>
    <message>
        <source>Sends tomorrow</source>
        <translation>Надсилання завтра</translation>
    </message>
    <message numerus="yes">
        <source>Sends in %n day(s)</source>
        <translation>
            <numerusform>Надсилання за %n день</numerusform>
            <numerusform>Надсилання за %n дні</numerusform>
            <numerusform>Надсилання за %n днів</numerusform>
        </translation>
    </message>
    <message>
        <source>The time has passed</source>
        <translation>Час минув</translation>
    </message>
    <message>
        <source>Set the due time (Ctrl+D)</source>
        <translation>Указати час надсилання (Ctrl+D)</translation>
    </message>
</context>
<context>
    <name>DuePopover</name>
    <message>
        <source>Day</source>
        <translation>День</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Час</translation>
    </message>
    <message>
        <source>Send at this time</source>
        <translation>Надіслати в цей час</translation>
    </message>
    <message>
        <source>Send once it is queued</source>
        <translation>Щойно стане в чергу</translation>
    </message>
    <message>
        <source>Time in {city}</source>
        <translation>Час: {city}</translation>
    </message>
</context>
<context>
    <name>EvidenceDialog</name>
    <message>
        <source>Compare word by word</source>
        <translation>Порівняння слово за словом</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрити</translation>
    </message>
    <message>
        <source>Struck out: sent, but not read back. Underlined: read back, but not sent.</source>
        <translation>Закреслено: надіслали, але в мережі не прочитали. Підкреслено: прочитали в мережі, але не надсилали.</translation>
    </message>
    <message>
        <source>No word differs, or the two have too little in common to mark it.</source>
        <translation>Жодне слово не різниться, або спільного замало, щоб це позначити.</translation>
    </message>
</context>
<context>
    <name>ExtrasDialog</name>
    <message>
        <source>Content warning and poll</source>
        <translation>Попередження про вміст і опитування</translation>
    </message>
    <message>
        <source>Only where the network has them: readers open the text under the warning, and vote below it.</source>
        <translation>Лише там, де мережа це вміє: читачі розгортають текст під попередженням і голосують під ним.</translation>
    </message>
    <message>
        <source>Use them in this post</source>
        <translation>Додати до цього допису</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Скасувати</translation>
    </message>
    <message>
        <source>Ukrainian</source>
        <translation>Українською</translation>
    </message>
    <message>
        <source>English</source>
        <translation>Англійською</translation>
    </message>
    <message>
        <source>Content warning, Ukrainian</source>
        <translation>Попередження про вміст, українською</translation>
    </message>
    <message>
        <source>Content warning, English</source>
        <translation>Попередження про вміст, англійською</translation>
    </message>
    <message>
        <source>Ask the readers in a poll</source>
        <translation>Запитати читачів в опитуванні</translation>
    </message>
    <message>
        <source>Add an answer</source>
        <translation>Додати відповідь</translation>
    </message>
    <message>
        <source>Readers may choose several answers</source>
        <translation>Читачі можуть вибрати кілька відповідей</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n день</numerusform>
            <numerusform>%n дні</numerusform>
            <numerusform>%n днів</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n година</numerusform>
            <numerusform>%n години</numerusform>
            <numerusform>%n годин</numerusform>
        </translation>
    </message>
    <message>
        <source>The poll is open for</source>
        <translation>Опитування триває</translation>
    </message>
    <message>
        <source>Answer {number}, {language}</source>
        <translation>Відповідь {number}, {language}</translation>
    </message>
</context>
<context>
    <name>ExtrasLine</name>
    <message>
        <source>Content warning: {text}</source>
        <translation>Попередження про вміст: {text}</translation>
    </message>
    <message numerus="yes">
        <source>Poll with %n answer(s)</source>
        <translation>
            <numerusform>Опитування з %n відповіддю</numerusform>
            <numerusform>Опитування з %n відповідями</numerusform>
            <numerusform>Опитування з %n відповідями</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FindingsList</name>
    <message>
        <source>Nothing to fix</source>
        <translation>Виправляти нічого</translation>
    </message>
    <message>
        <source>Findings appear here as you type.</source>
        <translation>Зауваження з’являтимуться тут, поки ви пишете.</translation>
    </message>
    <message>
        <source>Kept ({initials}): {reason}</source>
        <translation>Лишено ({initials}): {reason}</translation>
    </message>
    <message>
        <source>Source: {source}</source>
        <translation>Джерело: {source}</translation>
    </message>
    <message>
        <source>Rule: {rule}</source>
        <translation>Правило: {rule}</translation>
    </message>
    <message>
        <source>Replace with “{text}”</source>
        <translation>Замінити на «{text}»</translation>
    </message>
    <message>
        <source>Confirm the pair</source>
        <translation>Підтвердити пару</translation>
    </message>
    <message>
        <source>Promise the other half…</source>
        <translation>Пообіцяти другу версію…</translation>
    </message>
    <message>
        <source>This post needs no other half…</source>
        <translation>Цьому допису друга версія не потрібна…</translation>
    </message>
    <message>
        <source>Write alt text</source>
        <translation>Додати опис</translation>
    </message>
    <message>
        <source>See the approved lines</source>
        <translation>Показати узгоджені тези</translation>
    </message>
    <message>
        <source>Add the credit…</source>
        <translation>Указати автора…</translation>
    </message>
    <message>
        <source>Send as a thread</source>
        <translation>Надіслати ланцюжком</translation>
    </message>
    <message>
        <source>Take the reason back</source>
        <translation>Відкликати пояснення</translation>
    </message>
    <message>
        <source>Keep it, give a reason…</source>
        <translation>Лишити й пояснити…</translation>
    </message>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>Показати ще %n</numerusform>
            <numerusform>Показати ще %n</numerusform>
            <numerusform>Показати ще %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FirstRunView</name>
    <message>
        <source>Kept as you go. Closing the window loses nothing.</source>
        <translation>Зберігаємо одразу. Якщо закрити вікно, нічого не втратиться.</translation>
    </message>
    <message>
        <source>Set up later</source>
        <translation>Налаштувати пізніше</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>Bring a workspace from another laptop…</source>
        <translation>Перенести робочий простір з іншого ноутбука…</translation>
    </message>
    <message>
        <source>Your mission</source>
        <translation>Ваша установа</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Ви</translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>Код відновлення</translation>
    </message>
    <message>
        <source>First account</source>
        <translation>Перший акаунт</translation>
    </message>
    <message>
        <source>All of this works without a network. Nothing is sent anywhere in these steps.</source>
        <translation>Усе це працює без мережі. На цих кроках нікуди нічого не надсилаємо.</translation>
    </message>
    <message>
        <source>Save and say who you are</source>
        <translation>Зберегти й назвати себе</translation>
    </message>
    <message>
        <source>Save and write the code down</source>
        <translation>Зберегти й записати код</translation>
    </message>
    <message>
        <source>It is written down</source>
        <translation>Код записано</translation>
    </message>
    <message>
        <source>Begin practising</source>
        <translation>Почати навчання</translation>
    </message>
    <message>
        <source>Add an account</source>
        <translation>Додати акаунт</translation>
    </message>
</context>
<context>
    <name>FolderCheck</name>
    <message numerus="yes">
        <source>%n mistake(s) in the folder</source>
        <translation>
            <numerusform>%n помилка в теці</numerusform>
            <numerusform>%n помилки в теці</numerusform>
            <numerusform>%n помилок у теці</numerusform>
        </translation>
    </message>
    <message>
        <source>No mistakes in the folder</source>
        <translation>Помилок у теці немає</translation>
    </message>
</context>
<context>
    <name>FreezePanel</name>
    <message>
        <source>Held by the freeze</source>
        <translation>Зупинено режимом тиші</translation>
    </message>
    <message>
        <source>They stay in the queue as they are. When the freeze is lifted, each is checked again and you are asked before anything is sent.</source>
        <translation>Вони лишаються в черзі такими, як є. Коли режим тиші скасують, кожен буде перевірено знову, і без вашого рішення нічого не буде надіслано.</translation>
    </message>
    <message>
        <source>What is held is shown once the drafts are unlocked.</source>
        <translation>Що зупинено, буде видно, щойно чернетки відімкнуто.</translation>
    </message>
    <message>
        <source>Nothing in the queue is held by it.</source>
        <translation>У черзі нічого не зупинено.</translation>
    </message>
    <message>
        <source>See the queue</source>
        <translation>Показати чергу</translation>
    </message>
    <message numerus="yes">
        <source>%n account(s)</source>
        <translation>
            <numerusform>%n акаунт</numerusform>
            <numerusform>%n акаунти</numerusform>
            <numerusform>%n акаунтів</numerusform>
        </translation>
    </message>
    <message>
        <source>as soon as possible</source>
        <translation>щойно буде змога</translation>
    </message>
    <message>
        <source>due {when}</source>
        <translation>на {when}</translation>
    </message>
    <message>
        <source>Proof of the order</source>
        <translation>Підстава</translation>
    </message>
    <message>
        <source>Ordered by</source>
        <translation>Хто розпорядився</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Документ</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Діє з</translation>
    </message>
    <message>
        <source>Covers</source>
        <translation>Охоплює</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Правило</translation>
    </message>
    <message>
        <source>Guidelines</source>
        <translation>Настанови</translation>
    </message>
</context>
<context>
    <name>FreezeWatch</name>
    <message numerus="yes">
        <source>What may be sent: %n line(s)</source>
        <translation>
            <numerusform>Що можна надсилати: %n теза</numerusform>
            <numerusform>Що можна надсилати: %n тези</numerusform>
            <numerusform>Що можна надсилати: %n тез</numerusform>
        </translation>
    </message>
    <message>
        <source>What it says</source>
        <translation>До розпорядження</translation>
    </message>
    <message numerus="yes">
        <source>See %n held</source>
        <comment>deliveries</comment>
        <translation>
            <numerusform>Показати %n зупинене</numerusform>
            <numerusform>Показати %n зупинені</numerusform>
            <numerusform>Показати %n зупинених</numerusform>
        </translation>
    </message>
    <message>
        <source>The freeze before this one</source>
        <translation>Попередній режим тиші</translation>
    </message>
    <message>
        <source>The next freeze</source>
        <translation>Наступний режим тиші</translation>
    </message>
    <message numerus="yes">
        <source>A freeze is lifted. %n post(s) that it held wait for you: nothing of them is sent before you look.</source>
        <translation>
            <numerusform>Режим тиші скасовано. %n зупинений допис чекає на вас: його не буде надіслано, доки ви не переглянете.</numerusform>
            <numerusform>Режим тиші скасовано. %n зупинені дописи чекають на вас: їх не буде надіслано, доки ви не переглянете.</numerusform>
            <numerusform>Режим тиші скасовано. %n зупинених дописів чекають на вас: їх не буде надіслано, доки ви не переглянете.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Look at %n post(s)</source>
        <translation>
            <numerusform>Переглянути %n допис</numerusform>
            <numerusform>Переглянути %n дописи</numerusform>
            <numerusform>Переглянути %n дописів</numerusform>
        </translation>
    </message>
    <message>
        <source>The freeze is lifted.</source>
        <translation>Режим тиші скасовано.</translation>
    </message>
</context>
<context>
    <name>FreezeWords</name>
    <message>
        <source>Freeze in force: nothing may be sent</source>
        <translation>Діє режим тиші: нічого не можна надсилати</translation>
    </message>
    <message>
        <source>Freeze in force: only approved lines may be sent</source>
        <translation>Діє режим тиші: можна надсилати лише узгоджені тези</translation>
    </message>
    <message>
        <source>Freeze in force for some posts: they may not be sent</source>
        <translation>Діє режим тиші для частини дописів: їх не можна надсилати</translation>
    </message>
    <message>
        <source>Freeze in force for some posts: only approved lines may be sent</source>
        <translation>Діє режим тиші для частини дописів: можна надсилати лише узгоджені тези</translation>
    </message>
    <message>
        <source>Ordered by: {issuer}, {when}.</source>
        <translation>Розпорядження: {issuer}, {when}.</translation>
    </message>
    <message>
        <source>topics: {names}</source>
        <translation>теми: {names}</translation>
    </message>
    <message>
        <source>all topics</source>
        <translation>усі теми</translation>
    </message>
    <message>
        <source>networks: {names}</source>
        <translation>мережі: {names}</translation>
    </message>
    <message>
        <source>all networks</source>
        <translation>усі мережі</translation>
    </message>
    <message>
        <source>missions: {names}</source>
        <translation>установи: {names}</translation>
    </message>
    <message>
        <source>all missions</source>
        <translation>усі установи</translation>
    </message>
    <message>
        <source>texts in: {names}</source>
        <translation>мови текстів: {names}</translation>
    </message>
    <message>
        <source>until {when}</source>
        <translation>до {when}</translation>
    </message>
    <message>
        <source>until lifted</source>
        <translation>до скасування</translation>
    </message>
    <message>
        <source>What is held is shown once the drafts are unlocked.</source>
        <translation>Що зупинено, буде видно, щойно чернетки відімкнуто.</translation>
    </message>
    <message>
        <source>Nothing in the queue is held by it.</source>
        <translation>У черзі нічого не зупинено.</translation>
    </message>
    <message numerus="yes">
        <source>%n delivery(ies) are held; nothing is lost.</source>
        <translation>
            <numerusform>%n надсилання зупинено; нічого не втрачено.</numerusform>
            <numerusform>%n надсилання зупинено; нічого не втрачено.</numerusform>
            <numerusform>%n надсилань зупинено; нічого не втрачено.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GiveUp</name>
    <message>
        <source>Close without saving?</source>
        <translation>Закрити без збереження?</translation>
    </message>
    <message>
        <source>The last words could not be written to the disk. They are lost if the window closes now.</source>
        <translation>Останні слова не вдалося записати на диск. Якщо закрити вікно зараз, їх буде втрачено.</translation>
    </message>
    <message>
        <source>Close and lose them</source>
        <translation>Закрити і втратити їх</translation>
    </message>
    <message>
        <source>Back to writing</source>
        <translation>Повернутися до тексту</translation>
    </message>
</context>
<context>
    <name>GuidelinesView</name>
    <message>
        <source>Guidelines</source>
        <translation>Настанови</translation>
    </message>
    <message>
        <source>Get updates</source>
        <translation>Отримати оновлення</translation>
    </message>
    <message>
        <source>Other ways to get updates</source>
        <translation>Інші способи отримати оновлення</translation>
    </message>
    <message>
        <source>About these guidelines</source>
        <translation>Про ці настанови</translation>
    </message>
    <message>
        <source>From a stick or folder…</source>
        <translation>З флешки чи теки…</translation>
    </message>
    <message>
        <source>From a courier file…</source>
        <translation>З кур’єрського файлу…</translation>
    </message>
    <message>
        <source>Whose guidelines to trust…</source>
        <translation>Чиїм настановам довіряти…</translation>
    </message>
    <message>
        <source>Write guidelines…</source>
        <translation>Писати настанови…</translation>
    </message>
    <message numerus="yes">
        <source>Rules %n</source>
        <translation>
            <numerusform>Правила: %n</numerusform>
            <numerusform>Правила: %n</numerusform>
            <numerusform>Правила: %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Approved lines %n</source>
        <translation>
            <numerusform>Узгоджені тези: %n</numerusform>
            <numerusform>Узгоджені тези: %n</numerusform>
            <numerusform>Узгоджені тези: %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Half</name>
    <message>
        <source>Ukrainian text</source>
        <translation>Український текст</translation>
    </message>
    <message>
        <source>English text</source>
        <translation>Англійський текст</translation>
    </message>
    <message>
        <source>Write in Ukrainian</source>
        <translation>Пишіть українською</translation>
    </message>
    <message>
        <source>Write in English</source>
        <translation>Пишіть англійською</translation>
    </message>
    <message numerus="yes">
        <source>%n post(s)</source>
        <comment>a thread</comment>
        <translation>
            <numerusform>%n допис</numerusform>
            <numerusform>%n дописи</numerusform>
            <numerusform>%n дописів</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln too many</source>
        <comment>characters</comment>
        <translation>
            <numerusform>Зайвих знаків: %Ln</numerusform>
            <numerusform>Зайвих знаків: %Ln</numerusform>
            <numerusform>Зайвих знаків: %Ln</numerusform>
        </translation>
    </message>
    <message>
        <source>{left} left of {limit}</source>
        <translation>Лишилося {left} із {limit}</translation>
    </message>
    <message>
        <source>reads as Ukrainian</source>
        <translation>мова: українська</translation>
    </message>
    <message>
        <source>reads as English</source>
        <translation>мова: англійська</translation>
    </message>
    <message>
        <source>looks Russian</source>
        <translation>схоже на російську</translation>
    </message>
    <message>
        <source>reads as another language</source>
        <translation>схоже на іншу мову</translation>
    </message>
    <message>
        <source>language not certain</source>
        <translation>мову визначено непевно</translation>
    </message>
    <message numerus="yes">
        <source>%n to fix</source>
        <translation>
            <numerusform>Виправити: %n</numerusform>
            <numerusform>Виправити: %n</numerusform>
            <numerusform>Виправити: %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to explain</source>
        <translation>
            <numerusform>Пояснити: %n</numerusform>
            <numerusform>Пояснити: %n</numerusform>
            <numerusform>Пояснити: %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to consider</source>
        <translation>
            <numerusform>Порад: %n</numerusform>
            <numerusform>Порад: %n</numerusform>
            <numerusform>Порад: %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HalfCards</name>
    <message>
        <source>One half is out</source>
        <translation>Вийшла лише одна версія</translation>
    </message>
    <message>
        <source>since {when}</source>
        <translation>від {when}</translation>
    </message>
    <message>
        <source>“{title}”: {out} is out; {stuck}, as far as is known, is not.</source>
        <translation>«{title}»: {out} версія вийшла; {stuck}, наскільки відомо, ні.</translation>
    </message>
    <message>
        <source>{account}: not known whether {language} is out. Decide below.</source>
        <translation>{account}: невідомо, чи вийшла {language} версія. Вирішіть нижче.</translation>
    </message>
    <message>
        <source>Mend {language} and queue it again…</source>
        <translation>Виправити версію ({language}) і знову в чергу…</translation>
    </message>
    <message>
        <source>Sign in to {account} again…</source>
        <translation>Увійти знову: {account}…</translation>
    </message>
    <message>
        <source>{language} then goes out by itself.</source>
        <translation>Після цього {language} версія вийде сама.</translation>
    </message>
    <message>
        <source>Send {language} now…</source>
        <translation>Надіслати зараз: {language} версія…</translation>
    </message>
    <message>
        <source>To {account}, as soon as this laptop is online.</source>
        <translation>Куди: {account}, щойно ноутбук буде в мережі.</translation>
    </message>
    <message>
        <source>Leave it at {out}…</source>
        <translation>Лишити тільки одну: {out}…</translation>
    </message>
    <message>
        <source>{stuck} is not sent any more, and nobody is asked again.</source>
        <translation>Друга версія ({stuck}) більше не надсилається, і питати про неї не будемо.</translation>
    </message>
    <message>
        <source>Delete {language} at {account}…</source>
        <translation>Видалити ({language}): {account}…</translation>
    </message>
    <message>
        <source>Neither half is out then. Whoever has read it, has read it.</source>
        <translation>Тоді не буде жодної версії. Хто вже прочитав, той прочитав.</translation>
    </message>
    <message>
        <source>{account}: what is out there cannot be deleted from here.</source>
        <translation>{account}: те, що там вийшло, звідси видалити не можна.</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>More</source>
        <translation>Ще</translation>
    </message>
    <message>
        <source>Drafts {count}</source>
        <translation>Чернетки {count}</translation>
    </message>
    <message>
        <source>Drafts</source>
        <translation>Чернетки</translation>
    </message>
</context>
<context>
    <name>HeldPosts</name>
    <message numerus="yes">
        <source>%n queued post(s) no longer pass, and are held:</source>
        <translation>
            <numerusform>%n допис у черзі вже не проходить перевірку, його зупинено:</numerusform>
            <numerusform>%n дописи в черзі вже не проходять перевірку, їх зупинено:</numerusform>
            <numerusform>%n дописів у черзі вже не проходять перевірку, їх зупинено:</numerusform>
        </translation>
    </message>
    <message>
        <source>Untitled post</source>
        <translation>Допис без назви</translation>
    </message>
    <message>
        <source>Open the held post</source>
        <translation>Відкрити зупинений допис</translation>
    </message>
    <message>
        <source>Open the held post “{title}”</source>
        <translation>Відкрити зупинений допис «{title}»</translation>
    </message>
    <message>
        <source>“{title}”</source>
        <translation>«{title}»</translation>
    </message>
    <message numerus="yes">
        <source>and %n more in the queue</source>
        <translation>
            <numerusform>і ще %n у черзі</numerusform>
            <numerusform>і ще %n у черзі</numerusform>
            <numerusform>і ще %n у черзі</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HistoryDialog</name>
    <message>
        <source>History</source>
        <translation>Історія</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрити</translation>
    </message>
    <message>
        <source>What goes out, word for word</source>
        <translation>Що виходить, слово в слово</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n зображення</numerusform>
            <numerusform>%n зображення</numerusform>
            <numerusform>%n зображень</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>KeepingWords</name>
    <message numerus="yes">
        <source>%n post(s)</source>
        <comment>in a backup</comment>
        <translation>
            <numerusform>%n допис</numerusform>
            <numerusform>%n дописи</numerusform>
            <numerusform>%n дописів</numerusform>
        </translation>
    </message>
    <message>
        <source>backup</source>
        <translation>резервна копія</translation>
    </message>
    <message>
        <source>set aside</source>
        <translation>відкладено</translation>
    </message>
    <message>
        <source>The backup is back.</source>
        <translation>З копії відновлено.</translation>
    </message>
    <message>
        <source>“{title}”</source>
        <translation>«{title}»</translation>
    </message>
    <message numerus="yes">
        <source>%n post(s) were newer than the backup: </source>
        <translation>
            <numerusform>Новішим за копію був %n допис: </numerusform>
            <numerusform>Новішими за копію були %n дописи: </numerusform>
            <numerusform>Новішими за копію було %n дописів: </numerusform>
        </translation>
    </message>
    <message>
        <source>No post was written or changed since.</source>
        <translation>Відтоді жодного допису не написано й не змінено.</translation>
    </message>
    <message numerus="yes">
        <source>%n post(s) were written or changed since: </source>
        <translation>
            <numerusform>Відтоді написано або змінено %n допис: </numerusform>
            <numerusform>Відтоді написано або змінено %n дописи: </numerusform>
            <numerusform>Відтоді написано або змінено %n дописів: </numerusform>
        </translation>
    </message>
    <message>
        <source>They will be as they were then, or gone from the list; as they are now, they are set aside.</source>
        <translation>Вони стануть такими, як були тоді, або зникнуть зі списку; їхній теперішній стан буде відкладено.</translation>
    </message>
    <message>
        <source>What stood here before is kept in {folder}.</source>
        <translation>Те, що було тут раніше, лежить у теці {folder}.</translation>
    </message>
    <message numerus="yes">
        <source>%n post(s)</source>
        <comment>saved</comment>
        <translation>
            <numerusform>%n допис</numerusform>
            <numerusform>%n дописи</numerusform>
            <numerusform>%n дописів</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <comment>saved</comment>
        <translation>
            <numerusform>%n зображення</numerusform>
            <numerusform>%n зображення</numerusform>
            <numerusform>%n зображень</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n account(s)</source>
        <comment>saved</comment>
        <translation>
            <numerusform>%n акаунт</numerusform>
            <numerusform>%n акаунти</numerusform>
            <numerusform>%n акаунтів</numerusform>
        </translation>
    </message>
    <message>
        <source>Saved: {things}.</source>
        <translation>Врятовано: {things}.</translation>
    </message>
    <message numerus="yes">
        <source>The text of %n post(s) is lost: </source>
        <translation>
            <numerusform>Втрачено текст %n допису: </numerusform>
            <numerusform>Втрачено тексти %n дописів: </numerusform>
            <numerusform>Втрачено тексти %n дописів: </numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) are lost.</source>
        <translation>
            <numerusform>Втрачено %n зображення.</numerusform>
            <numerusform>Втрачено %n зображення.</numerusform>
            <numerusform>Втрачено %n зображень.</numerusform>
        </translation>
    </message>
    <message>
        <source>Parts of the file could not be read, and nobody can say what lay there.</source>
        <translation>Частини файлу прочитати не вдалося, і ніхто не скаже, що там було.</translation>
    </message>
    <message>
        <source>The damaged files are kept in {folder}.</source>
        <translation>Пошкоджені файли лежать у теці {folder}.</translation>
    </message>
    <message>
        <source>no title</source>
        <translation>без назви</translation>
    </message>
    <message numerus="yes">
        <source>%n post(s) may have gone out since: the queue asks you about each.</source>
        <translation>
            <numerusform>%n допис міг вийти відтоді: черга запитає вас про нього.</numerusform>
            <numerusform>%n дописи могли вийти відтоді: черга запитає вас про кожен.</numerusform>
            <numerusform>%n дописів могло вийти відтоді: черга запитає вас про кожен.</numerusform>
        </translation>
    </message>
    <message>
        <source>What was sent since could not be read, so everything is held until you release it.</source>
        <translation>Не вдалося прочитати, що надіслано відтоді, тому все зупинено, доки ви не дозволите надсилати.</translation>
    </message>
</context>
<context>
    <name>KindsMenu</name>
    <message>
        <source>Terms</source>
        <translation>Терміни</translation>
    </message>
    <message>
        <source>A name in both languages</source>
        <translation>Назва обома мовами</translation>
    </message>
    <message>
        <source>A pattern</source>
        <translation>Шаблон</translation>
    </message>
    <message>
        <source>An approved line</source>
        <translation>Узгоджена теза</translation>
    </message>
    <message>
        <source>What a topic needs</source>
        <translation>Чого потребує тема</translation>
    </message>
    <message>
        <source>An embargo</source>
        <translation>Ембарго</translation>
    </message>
    <message>
        <source>Days of mourning and remembrance</source>
        <translation>Дні жалоби та пам’яті</translation>
    </message>
    <message>
        <source>Sites</source>
        <translation>Сайти</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Акаунти</translation>
    </message>
    <message>
        <source>How a text is written</source>
        <translation>Як написано текст</translation>
    </message>
    <message>
        <source>What a picture needs</source>
        <translation>Чого потребує зображення</translation>
    </message>
    <message>
        <source>A freeze</source>
        <translation>Режим тиші</translation>
    </message>
</context>
<context>
    <name>LineCard</name>
    <message>
        <source>allowed during the freeze</source>
        <translation>дозволено в режимі тиші</translation>
    </message>
    <message>
        <source>Start a post with it, both languages</source>
        <translation>Почати з неї допис обома мовами</translation>
    </message>
    <message>
        <source>Insert in the open post</source>
        <translation>Вставити у відкритий допис</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Копіювати</translation>
    </message>
    <message>
        <source>valid until {day}</source>
        <translation>чинна до {day}</translation>
    </message>
    <message>
        <source>no end date</source>
        <translation>безстроково</translation>
    </message>
    <message>
        <source>topics: {names}</source>
        <translation>теми: {names}</translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) to fill in</source>
        <translation>
            <numerusform>заповнити %n місце</numerusform>
            <numerusform>заповнити %n місця</numerusform>
            <numerusform>заповнити %n місць</numerusform>
        </translation>
    </message>
    <message>
        <source>word for word</source>
        <translation>слово в слово</translation>
    </message>
</context>
<context>
    <name>LinePostsDialog</name>
    <message>
        <source>Posts that it touches</source>
        <translation>Дописи, яких вона стосується</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрити</translation>
    </message>
    <message>
        <source>Looking for them</source>
        <translation>Шукаємо</translation>
    </message>
    <message>
        <source>In the queue</source>
        <translation>У черзі</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Надіслано</translation>
    </message>
    <message>
        <source>No post that is queued or sent uses it.</source>
        <translation>Її немає в жодному дописі, що в черзі чи вже надісланий.</translation>
    </message>
    <message>
        <source>Untitled post</source>
        <translation>Допис без назви</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Відкрити</translation>
    </message>
    <message>
        <source>Open “{title}”</source>
        <translation>Відкрити «{title}»</translation>
    </message>
</context>
<context>
    <name>LineTable</name>
    <message>
        <source>Add a row</source>
        <translation>Додати рядок</translation>
    </message>
    <message>
        <source>Remove the row</source>
        <translation>Вилучити рядок</translation>
    </message>
    <message>
        <source>As text</source>
        <translation>Як текст</translation>
    </message>
    <message>
        <source>Insert adds a row, Delete removes it, Alt+Up and Alt+Down move it</source>
        <translation>Insert додає рядок, Delete вилучає, Alt+Вгору та Alt+Вниз переміщують</translation>
    </message>
</context>
<context>
    <name>LinesPalette</name>
    <message>
        <source>Search approved lines, in either language</source>
        <translation>Пошук узгоджених тез будь-якою з двох мов</translation>
    </message>
    <message>
        <source>Search approved lines</source>
        <translation>Пошук узгоджених тез</translation>
    </message>
    <message>
        <source>Approved lines</source>
        <translation>Узгоджені тези</translation>
    </message>
    <message>
        <source>↑ ↓ choose · Enter puts the line in both halves · Esc goes back to the text</source>
        <translation>↑ ↓ — вибрати · Enter — вставити тезу в обидві версії · Esc — назад до тексту</translation>
    </message>
    <message>
        <source>A freeze is in force: nothing may be sent, not even an approved line.</source>
        <translation>Діє режим тиші: не можна надсилати нічого, навіть узгоджених тез.</translation>
    </message>
    <message>
        <source>No approved line has these words.</source>
        <translation>Немає узгодженої тези з такими словами.</translation>
    </message>
    <message>
        <source>The guidelines hold no approved line that may be used now.</source>
        <translation>У настановах немає узгодженої тези, яку зараз можна використати.</translation>
    </message>
    <message numerus="yes">
        <source>%n approved line(s)</source>
        <translation>
            <numerusform>%n узгоджена теза</numerusform>
            <numerusform>%n узгоджені тези</numerusform>
            <numerusform>%n узгоджених тез</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LockedPage</name>
    <message>
        <source>The drafts are locked</source>
        <translation>Чернетки замкнено</translation>
    </message>
    <message>
        <source>Locking the drafts</source>
        <translation>Замикаємо чернетки</translation>
    </message>
    <message>
        <source>Nobody can read or change them here until you unlock them. Nothing is sent while they are locked: posts that come due wait until then.</source>
        <translation>Доки ви їх не відімкнете, ніхто тут їх не прочитає й не змінить. Замкнена програма нічого не надсилає: дописи, яким настане час, чекатимуть.</translation>
    </message>
    <message>
        <source>What is on its way to a network is finished first. This can take a minute.</source>
        <translation>Спершу закінчиться те, що вже надсилається. Це може тривати хвилину.</translation>
    </message>
    <message>
        <source>What you write now is kept, sealed, and joins the drafts when you unlock them.</source>
        <translation>Те, що ви напишете зараз, збережеться запечатаним і приєднається до чернеток, коли ви їх відімкнете.</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Відімкнути</translation>
    </message>
    <message>
        <source>Recovery code…</source>
        <translation>Код відновлення…</translation>
    </message>
    <message>
        <source>Write something new</source>
        <translation>Написати нове</translation>
    </message>
</context>
<context>
    <name>LockingCard</name>
    <message>
        <source>Locking</source>
        <translation>Замикання</translation>
    </message>
    <message>
        <source>Lock the drafts when nobody has touched the window for</source>
        <translation>Замикати чернетки, якщо вікна ніхто не торкався</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n хвилину</numerusform>
            <numerusform>%n хвилини</numerusform>
            <numerusform>%n хвилин</numerusform>
        </translation>
    </message>
    <message>
        <source>Never lock</source>
        <translation>Ніколи не замикати</translation>
    </message>
    <message>
        <source>Also lock when the screen is locked and before the computer sleeps</source>
        <translation>Замикати також, коли замикається екран або комп’ютер засинає</translation>
    </message>
    <message>
        <source>Stay unlocked while a post is due within the next hour</source>
        <translation>Не замикати, коли протягом години має вийти допис</translation>
    </message>
    <message>
        <source>Nothing is sent while the drafts are locked: posts that come due wait. File, Lock now locks at once. Unlocking asks the keyring again.</source>
        <translation>Поки чернетки замкнено, нічого не надсилається: дописи, яким настав час, чекають. Замкнути одразу: «Файл», «Замкнути зараз». Щоб відімкнути, програма знову звертається до сховища паролів.</translation>
    </message>
</context>
<context>
    <name>LogLines</name>
    <message>
        <source>Untitled post</source>
        <translation>Допис без назви</translation>
    </message>
    <message>
        <source>Queued. Frozen word for word.</source>
        <translation>Поставлено в чергу. Зафіксовано слово в слово.</translation>
    </message>
    <message>
        <source>Correction queued. Frozen word for word.</source>
        <translation>Виправлення поставлено в чергу. Зафіксовано слово в слово.</translation>
    </message>
    <message>
        <source>Deletion queued.</source>
        <translation>Видалення поставлено в чергу.</translation>
    </message>
    <message>
        <source>Correction</source>
        <translation>Виправлення</translation>
    </message>
    <message>
        <source>Deletion</source>
        <translation>Видалення</translation>
    </message>
    <message>
        <source>Decided by {officer}.</source>
        <translation>Рішення: {officer}.</translation>
    </message>
    <message>
        <source>Show the exchange</source>
        <translation>Показати обмін із сервером</translation>
    </message>
</context>
<context>
    <name>LongSheet</name>
    <message>
        <source>Give up</source>
        <translation>Перервати</translation>
    </message>
    <message>
        <source>Stopping. What is being read or written this moment is finished first.</source>
        <translation>Зупиняємо. Спершу закінчиться те, що читається або пишеться цієї миті.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Write</source>
        <translation>Допис</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Черга</translation>
    </message>
    <message>
        <source>Guidelines</source>
        <translation>Настанови</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Акаунти</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Налаштування</translation>
    </message>
    <message>
        <source>PRACTICE</source>
        <translation>НАВЧАННЯ</translation>
    </message>
    <message>
        <source>Nothing here can reach the public.</source>
        <translation>Звідси ніщо не потрапить назовні.</translation>
    </message>
    <message>
        <source>See the practice timeline</source>
        <translation>Показати навчальну стрічку</translation>
    </message>
    <message>
        <source>New post</source>
        <translation>Новий допис</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Замкнено</translation>
    </message>
    <message>
        <source>Embassy Assistant</source>
        <translation>Помічник посольства</translation>
    </message>
</context>
<context>
    <name>MediaStrip</name>
    <message>
        <source>Add a picture…</source>
        <translation>Додати зображення…</translation>
    </message>
    <message>
        <source>Or drop it here, or paste it into a text</source>
        <translation>Або перетягніть сюди чи вставте в текст</translation>
    </message>
    <message>
        <source>Credit…</source>
        <translation>Автор…</translation>
    </message>
    <message>
        <source>Say who took the pictures, at the end of each text</source>
        <translation>Указати наприкінці кожного тексту, хто автор зображень</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>Згорнути</translation>
    </message>
    <message>
        <source>Alt text</source>
        <translation>Описи зображень</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n зображення</numerusform>
            <numerusform>%n зображення</numerusform>
            <numerusform>%n зображень</numerusform>
        </translation>
    </message>
    <message>
        <source>No picture</source>
        <translation>Без зображень</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Зображення</translation>
    </message>
    <message>
        <source>Add a picture</source>
        <translation>Додати зображення</translation>
    </message>
    <message>
        <source>pasted picture.png</source>
        <translation>вставлене зображення.png</translation>
    </message>
    <message>
        <source>The picture was not added: another post was opened meanwhile.</source>
        <translation>Зображення не додано: тим часом відкрито інший допис.</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>Find a post  (Ctrl+K)</source>
        <translation>Знайти допис  (Ctrl+K)</translation>
    </message>
    <message>
        <source>Find a post</source>
        <translation>Знайти допис</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Файл</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Редагування</translation>
    </message>
    <message>
        <source>Post</source>
        <translation>Допис</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Черга</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Вигляд</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Довідка</translation>
    </message>
    <message>
        <source>New post</source>
        <translation>Новий допис</translation>
    </message>
    <message>
        <source>Drafts…</source>
        <translation>Чернетки…</translation>
    </message>
    <message>
        <source>Discard this draft</source>
        <translation>Видалити цю чернетку</translation>
    </message>
    <message>
        <source>Lock now</source>
        <translation>Замкнути зараз</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Вийти</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Скасувати</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Повторити</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>Вирізати</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Копіювати</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Вставити</translation>
    </message>
    <message>
        <source>Next finding</source>
        <translation>Наступне зауваження</translation>
    </message>
    <message>
        <source>Previous finding</source>
        <translation>Попереднє зауваження</translation>
    </message>
    <message>
        <source>Fix the finding</source>
        <translation>Виправити зауваження</translation>
    </message>
    <message>
        <source>Other half</source>
        <translation>До другої версії</translation>
    </message>
    <message>
        <source>Swap sides</source>
        <translation>Поміняти версії місцями</translation>
    </message>
    <message>
        <source>Confirm the pair</source>
        <translation>Підтвердити пару</translation>
    </message>
    <message>
        <source>Promise the other half…</source>
        <translation>Пообіцяти другу версію…</translation>
    </message>
    <message>
        <source>This post needs no other half…</source>
        <translation>Цьому допису друга версія не потрібна…</translation>
    </message>
    <message>
        <source>Approved lines…</source>
        <translation>Узгоджені тези…</translation>
    </message>
    <message>
        <source>Add a picture…</source>
        <translation>Додати зображення…</translation>
    </message>
    <message>
        <source>Due time…</source>
        <translation>Час надсилання…</translation>
    </message>
    <message>
        <source>Queue…</source>
        <translation>Поставити в чергу…</translation>
    </message>
    <message>
        <source>Let the queue go on</source>
        <translation>Відновити надсилання</translation>
    </message>
    <message>
        <source>Hold everything</source>
        <translation>Зупинити все</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Допис</translation>
    </message>
    <message>
        <source>Queue</source>
        <comment>the view</comment>
        <translation>Черга</translation>
    </message>
    <message>
        <source>Guidelines</source>
        <translation>Настанови</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Акаунти</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Налаштування</translation>
    </message>
    <message>
        <source>Colours of the system</source>
        <translation>Кольори системи</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Світлі</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Темні</translation>
    </message>
    <message>
        <source>Next pane</source>
        <translation>Наступна частина вікна</translation>
    </message>
    <message>
        <source>Why is this a finding?</source>
        <translation>Чому це зауваження?</translation>
    </message>
</context>
<context>
    <name>MissionPage</name>
    <message>
        <source>Which mission do you write for?</source>
        <translation>Для якої установи ви пишете?</translation>
    </message>
    <message>
        <source>The name appears in the window and in reports. All of it can be changed later in Settings.</source>
        <translation>Назву видно у вікні та у звітах. Усе це можна згодом змінити в налаштуваннях.</translation>
    </message>
    <message>
        <source>Name in Ukrainian</source>
        <translation>Назва українською</translation>
    </message>
    <message>
        <source>Name in English</source>
        <translation>Назва англійською</translation>
    </message>
    <message>
        <source>Host country</source>
        <translation>Країна перебування</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Часовий пояс</translation>
    </message>
    <message>
        <source>Choose a country</source>
        <translation>Виберіть країну</translation>
    </message>
</context>
<context>
    <name>MoveInDialog</name>
    <message>
        <source>Bring a packed workspace here</source>
        <translation>Перенести сюди запакований робочий простір</translation>
    </message>
    <message>
        <source>Another laptop packed it: in its Settings, under “Move to another laptop”.</source>
        <translation>Його запаковано на іншому ноутбуці: «Налаштування», розділ «Переїзд на інший ноутбук».</translation>
    </message>
    <message>
        <source>Bring it here</source>
        <translation>Перенести сюди</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Парольна фраза</translation>
    </message>
    <message>
        <source>Packed workspaces ({ending})</source>
        <translation>Запаковані робочі простори ({ending})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Усі файли (*)</translation>
    </message>
    <message>
        <source>The packed workspace</source>
        <translation>Запакований робочий простір</translation>
    </message>
    <message>
        <source>Opening the file and checking it. It can take a minute.</source>
        <translation>Відкриваємо й перевіряємо файл. Це може тривати хвилину.</translation>
    </message>
    <message numerus="yes">
        <source>Here: %n post(s).</source>
        <translation>
            <numerusform>Тут тепер %n допис.</numerusform>
            <numerusform>Тут тепер %n дописи.</numerusform>
            <numerusform>Тут тепер %n дописів.</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign in again: {accounts}</source>
        <translation>Увійдіть знову: {accounts}</translation>
    </message>
    <message>
        <source>Next, write down this laptop’s own recovery code.</source>
        <translation>Далі запишіть код відновлення цього ноутбука: він новий.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Далі</translation>
    </message>
    <message numerus="yes">
        <source>%n post(s) wait in the queue. Nothing goes out before its account has signed in.</source>
        <translation>
            <numerusform>У черзі чекає %n допис. Нічого не вийде, доки не ввійдете в акаунт.</numerusform>
            <numerusform>У черзі чекають %n дописи. Нічого не вийде, доки не ввійдете в акаунти.</numerusform>
            <numerusform>У черзі чекають %n дописів. Нічого не вийде, доки не ввійдете в акаунти.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MoveOutDialog</name>
    <message>
        <source>Move to another laptop</source>
        <translation>Переїзд на інший ноутбук</translation>
    </message>
    <message>
        <source>Drafts, pictures, queue and settings go into one sealed file. No password goes along: sign in again over there. From then on this laptop sends nothing.</source>
        <translation>Чернетки, зображення, черга й налаштування потраплять в один запечатаний файл. Паролів у ньому немає: там доведеться увійти знову. Відтоді цей ноутбук нічого не надсилає.</translation>
    </message>
    <message>
        <source>Pack the workspace</source>
        <translation>Запакувати робочий простір</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Парольна фраза</translation>
    </message>
    <message>
        <source>Passphrase once more</source>
        <translation>Парольна фраза ще раз</translation>
    </message>
    <message>
        <source>Whoever has the file and the passphrase can read every draft. Do not carry both together.</source>
        <translation>Хто має файл і парольну фразу, прочитає всі чернетки. Не носіть їх разом.</translation>
    </message>
    <message>
        <source>Packed workspaces ({ending})</source>
        <translation>Запаковані робочі простори ({ending})</translation>
    </message>
    <message>
        <source>Where the packed workspace goes</source>
        <translation>Куди записати запакований робочий простір</translation>
    </message>
    <message>
        <source>At least 12 characters. Four or more words that do not belong together are good.</source>
        <translation>Щонайменше 12 знаків. Добре підійдуть чотири або більше слів, не пов’язаних між собою.</translation>
    </message>
    <message>
        <source>Weak: it repeats itself, or is short for words. Add words.</source>
        <translation>Слабка: у ній повтори або замало слів. Додайте слів.</translation>
    </message>
    <message>
        <source>Fair. One or two more words make it strong.</source>
        <translation>Прийнятна. Ще одне-два слова зроблять її надійною.</translation>
    </message>
    <message>
        <source>Strong.</source>
        <translation>Надійна.</translation>
    </message>
    <message>
        <source>The two passphrases differ.</source>
        <translation>Фрази не збігаються.</translation>
    </message>
    <message>
        <source>Packing and sealing. It can take a minute. What is written meanwhile may stay behind.</source>
        <translation>Пакуємо й запечатуємо. Це може тривати хвилину. Написане тим часом може не потрапити у файл.</translation>
    </message>
    <message numerus="yes">
        <source>Packed: %n post(s).</source>
        <translation>
            <numerusform>Запаковано %n допис.</numerusform>
            <numerusform>Запаковано %n дописи.</numerusform>
            <numerusform>Запаковано %n дописів.</numerusform>
        </translation>
    </message>
    <message>
        <source>Open the file on the other laptop with the same passphrase, at its first start.</source>
        <translation>На іншому ноутбуці відкрийте файл із тією самою фразою під час першого запуску.</translation>
    </message>
    <message>
        <source>This laptop sends nothing now; the queue is held.</source>
        <translation>Цей ноутбук тепер нічого не надсилає, чергу зупинено.</translation>
    </message>
    <message numerus="yes">
        <source>%n post(s) still wait in the queue: they go out over there.</source>
        <translation>
            <numerusform>У черзі ще чекає %n допис: він вийде там.</numerusform>
            <numerusform>У черзі ще чекають %n дописи: вони вийдуть там.</numerusform>
            <numerusform>У черзі ще чекають %n дописів: вони вийдуть там.</numerusform>
        </translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрити</translation>
    </message>
</context>
<context>
    <name>MovingCard</name>
    <message>
        <source>Move to another laptop</source>
        <translation>Переїзд на інший ноутбук</translation>
    </message>
    <message>
        <source>Everything but passwords goes into one file, sealed with a passphrase. Nothing is deleted here.</source>
        <translation>Усе, крім паролів, потрапить в один файл, запечатаний парольною фразою. Тут нічого не видаляється.</translation>
    </message>
    <message>
        <source>Pack this workspace…</source>
        <translation>Запакувати цей робочий простір…</translation>
    </message>
    <message>
        <source>Let this laptop send again…</source>
        <translation>Знову надсилати з цього ноутбука…</translation>
    </message>
    <message>
        <source>This workspace was packed for another laptop: {at}. Nothing is sent from here.</source>
        <translation>Цей робочий простір запаковано для іншого ноутбука: {at}. Звідси нічого не надсилається.</translation>
    </message>
    <message>
        <source>Let this laptop send again?</source>
        <translation>Знову надсилати з цього ноутбука?</translation>
    </message>
    <message>
        <source>Only if the packed file is not used on another laptop: two laptops with one queue would send everything twice.</source>
        <translation>Лише якщо запакований файл не використано на іншому ноутбуці: два ноутбуки з однією чергою надіслали б усе двічі.</translation>
    </message>
    <message>
        <source>Send from this laptop</source>
        <translation>Надсилати з цього ноутбука</translation>
    </message>
</context>
<context>
    <name>NeedsPanel</name>
    <message>
        <source>Needs your decision</source>
        <translation>Потребує вашого рішення</translation>
    </message>
    <message>
        <source>Nothing waits for you. What goes wrong, or cannot be known, is put here.</source>
        <translation>Від вас зараз нічого не потрібно. Тут з’явиться те, що не вдалося або чого не можна знати напевно.</translation>
    </message>
    <message>
        <source>One half is out</source>
        <translation>Вийшла лише одна версія</translation>
    </message>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>Показати ще %n</numerusform>
            <numerusform>Показати ще %n</numerusform>
            <numerusform>Показати ще %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Show {some} more of {rest}</source>
        <translation>Показати ще {some} із {rest}</translation>
    </message>
</context>
<context>
    <name>NewTimeDialog</name>
    <message>
        <source>New time</source>
        <translation>Новий час</translation>
    </message>
    <message>
        <source>Set the new time</source>
        <translation>Призначити новий час</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Скасувати</translation>
    </message>
    <message>
        <source>Date and time in {city}</source>
        <translation>Дата й час ({city})</translation>
    </message>
    <message>
        <source>This time has passed. Choose a later one.</source>
        <translation>Цей час уже минув. Виберіть пізніший.</translation>
    </message>
</context>
<context>
    <name>OfficerPage</name>
    <message>
        <source>Who is at the keyboard?</source>
        <translation>Хто за клавіатурою?</translation>
    </message>
    <message>
        <source>Every confirmation, reason and decision is kept with a name, so that colleagues can ask.</source>
        <translation>Кожне підтвердження, пояснення й рішення зберігаємо з іменем, щоб колеги могли запитати.</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Ваше ім’я</translation>
    </message>
    <message>
        <source>Initials</source>
        <translation>Ініціали</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>I have read it</source>
        <translation>Прочитано</translation>
    </message>
    <message>
        <source>The recovery code of these drafts is not written down yet. Without it, nothing opens them once the keyring has lost their key. Write it down.</source>
        <translation>Код відновлення цих чернеток ще не записано. Без нього їх ніщо не відкриє, якщо сховище паролів утратить їхній ключ. Запишіть його.</translation>
    </message>
    <message>
        <source>Show the code</source>
        <translation>Показати код</translation>
    </message>
    <message>
        <source>Mend the drafts…</source>
        <translation>Відновити чернетки…</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Відімкнути</translation>
    </message>
    <message>
        <source>Recovery code…</source>
        <translation>Код відновлення…</translation>
    </message>
    <message>
        <source>What you typed into a dialog without answering it is kept. It is back when you open it again.</source>
        <translation>Написане у вікні, яке закрилося без відповіді, збережено. Відкрийте це вікно знову — воно там.</translation>
    </message>
</context>
<context>
    <name>OtherCards</name>
    <message>
        <source>Sign in again…</source>
        <translation>Увійти знову…</translation>
    </message>
    <message>
        <source>“{title}”: the other half, {language}, is overdue.</source>
        <translation>«{title}»: друга версія ({language}) прострочена.</translation>
    </message>
    <message>
        <source>Untitled post</source>
        <translation>Допис без назви</translation>
    </message>
    <message>
        <source>Promised by {officer} for {when}: {reason}</source>
        <translation>Обіцянка: {officer}, до {when}. Причина: {reason}</translation>
    </message>
    <message numerus="yes">
        <source>The line “{title}” was withdrawn. %n post(s) are out with it.</source>
        <translation>
            <numerusform>Тезу «{title}» відкликано. З нею опубліковано %n допис.</numerusform>
            <numerusform>Тезу «{title}» відкликано. З нею опубліковано %n дописи.</numerusform>
            <numerusform>Тезу «{title}» відкликано. З нею опубліковано %n дописів.</numerusform>
        </translation>
    </message>
    <message>
        <source>Leave them as they are</source>
        <translation>Залишити їх як є</translation>
    </message>
    <message>
        <source>{account}: the keyring no longer has its secret. What is queued for it is kept.</source>
        <translation>{account}: у сховищі паролів уже немає його пароля. Усе, що в черзі, збережено.</translation>
    </message>
    <message>
        <source>{account}: its server refused the sign-in. What is queued for it is kept.</source>
        <translation>{account}: сервер відмовив у вході. Усе, що в черзі, збережено.</translation>
    </message>
    <message>
        <source>{account}: the sign-in expires {when}.</source>
        <translation>{account}: термін входу спливає {when}.</translation>
    </message>
    <message>
        <source>{account}: the sign-in expired {when}.</source>
        <translation>{account}: термін входу сплив {when}.</translation>
    </message>
    <message>
        <source>It stops nothing that is queued.</source>
        <translation>У черзі це нічого не зупинить.</translation>
    </message>
    <message numerus="yes">
        <source>It stops %n queued post(s):</source>
        <translation>
            <numerusform>Це зупинить %n допис у черзі:</numerusform>
            <numerusform>Це зупинить %n дописи в черзі:</numerusform>
            <numerusform>Це зупинить %n дописів у черзі:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>і ще %n</numerusform>
            <numerusform>і ще %n</numerusform>
            <numerusform>і ще %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OverrideDialog</name>
    <message>
        <source>Keep it, with a reason</source>
        <translation>Лишити й пояснити</translation>
    </message>
    <message>
        <source>Keep it with this reason</source>
        <translation>Лишити з цим поясненням</translation>
    </message>
</context>
<context>
    <name>PackPanel</name>
    <message>
        <source>No network? Bring the pack by hand</source>
        <translation>Немає мережі? Принесіть настанови самі</translation>
    </message>
    <message>
        <source>From a stick or folder…</source>
        <translation>З флешки чи теки…</translation>
    </message>
    <message>
        <source>From a courier file…</source>
        <translation>З кур’єрського файлу…</translation>
    </message>
    <message>
        <source>Whose guidelines to trust…</source>
        <translation>Чиїм настановам довіряти…</translation>
    </message>
    <message>
        <source>Guidelines {version}</source>
        <translation>Настанови {version}</translation>
    </message>
    <message>
        <source>unknown: this laptop’s clock is behind</source>
        <translation>невідомо: годинник ноутбука відстає</translation>
    </message>
    <message>
        <source>{ago}: {moment}</source>
        <translation>{ago}: {moment}</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>Підтверджено</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>Чинні до</translation>
    </message>
    <message>
        <source>If older</source>
        <translation>Якщо старші</translation>
    </message>
    <message>
        <source>whoever holds the root with this fingerprint:
{fingerprint}</source>
        <translation>власник кореня з таким відбитком:
{fingerprint}</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>Підписав</translation>
    </message>
    <message>
        <source>Published at</source>
        <translation>Адреса</translation>
    </message>
    <message>
        <source>nowhere: by stick or e-mail only</source>
        <translation>немає: лише флешкою чи поштою</translation>
    </message>
    <message>
        <source>Mission</source>
        <translation>Установа</translation>
    </message>
    <message>
        <source>you are warned</source>
        <translation>вас попередять</translation>
    </message>
    <message>
        <source>you are warned; from {day} nothing is sent</source>
        <translation>вас попередять; із {day} нічого не надсилаємо</translation>
    </message>
    <message numerus="yes">
        <source>This program is too old to check %n rule(s): {names}. Install the newest version.</source>
        <translation>
            <numerusform>Ця версія програми не вміє перевіряти %n правило: {names}. Установіть найновішу.</numerusform>
            <numerusform>Ця версія програми не вміє перевіряти %n правила: {names}. Установіть найновішу.</numerusform>
            <numerusform>Ця версія програми не вміє перевіряти %n правил: {names}. Установіть найновішу.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rule(s) fail their own examples here. Do not rely on them, and write to the unit:</source>
        <translation>
            <numerusform>%n правило не справляється тут із власними прикладами. Не покладайтеся на нього й напишіть підрозділу:</numerusform>
            <numerusform>%n правила не справляються тут із власними прикладами. Не покладайтеся на них і напишіть підрозділу:</numerusform>
            <numerusform>%n правил не справляються тут із власними прикладами. Не покладайтеся на них і напишіть підрозділу:</numerusform>
        </translation>
    </message>
    <message>
        <source>Changed since {version}</source>
        <translation>Що змінилося після {version}</translation>
    </message>
    <message>
        <source>Nothing that you would notice.</source>
        <translation>Нічого, що було б помітно.</translation>
    </message>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>Показати ще %n</numerusform>
            <numerusform>Показати ще %n</numerusform>
            <numerusform>Показати ще %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PackUpdates</name>
    <message>
        <source>Stopping. The guidelines in use stay as they are.</source>
        <translation>Зупиняємо. Чинні настанови лишаються, як були.</translation>
    </message>
    <message>
        <source>Stick or folder with the guidelines</source>
        <translation>Флешка чи тека з настановами</translation>
    </message>
    <message>
        <source>Courier files (*.courier);;All files (*)</source>
        <translation>Кур’єрські файли (*.courier);;Усі файли (*)</translation>
    </message>
    <message>
        <source>Courier file with the guidelines</source>
        <translation>Кур’єрський файл із настановами</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Скасувати</translation>
    </message>
    <message>
        <source>Taking in the guidelines from {place}</source>
        <translation>Беремо настанови звідси: {place}</translation>
    </message>
    <message>
        <source>Asking the ministry’s unit for newer guidelines</source>
        <translation>Питаємо підрозділ міністерства про новіші настанови</translation>
    </message>
    <message>
        <source>Guidelines {version} are in use now. The queue is checked again.</source>
        <translation>Тепер діють настанови {version}. Чергу перевіряємо знову.</translation>
    </message>
    <message>
        <source>These are the newest guidelines: {version}.</source>
        <translation>Ці настанови найновіші: {version}.</translation>
    </message>
    <message>
        <source>Nothing was taken in. The guidelines in use stay as they are.</source>
        <translation>Нічого не взято. Чинні настанови лишаються, як були.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Спробувати ще раз</translation>
    </message>
    <message>
        <source>Whose guidelines to trust…</source>
        <translation>Чиїм настановам довіряти…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрити</translation>
    </message>
</context>
<context>
    <name>PairPill</name>
    <message>
        <source>Ukrainian is missing</source>
        <translation>Немає української версії</translation>
    </message>
    <message>
        <source>English is missing</source>
        <translation>Немає англійської версії</translation>
    </message>
    <message>
        <source>English is stale</source>
        <translation>Англійська версія застаріла</translation>
    </message>
    <message>
        <source>Ukrainian is stale</source>
        <translation>Українська версія застаріла</translation>
    </message>
    <message>
        <source>Both halves changed</source>
        <translation>Обидві версії змінилися</translation>
    </message>
    <message>
        <source>Confirmed {time}</source>
        <translation>Підтверджено о {time}</translation>
    </message>
    <message>
        <source>The other half follows by {time}</source>
        <translation>Друга версія буде до {time}</translation>
    </message>
    <message>
        <source>Needs no other half</source>
        <translation>Друга версія не потрібна</translation>
    </message>
    <message>
        <source>Pair not confirmed</source>
        <translation>Пару не підтверджено</translation>
    </message>
</context>
<context>
    <name>Picture</name>
    <message>
        <source>No Ukrainian alt text yet</source>
        <translation>Ще немає опису українською</translation>
    </message>
    <message>
        <source>No English alt text yet</source>
        <translation>Ще немає опису англійською</translation>
    </message>
    <message>
        <source>Picture {number}, Ukrainian alt text</source>
        <translation>Зображення {number}, опис українською</translation>
    </message>
    <message>
        <source>Picture {number}, English alt text</source>
        <translation>Зображення {number}, опис англійською</translation>
    </message>
    <message>
        <source>Say what the picture shows</source>
        <translation>Опишіть, що на зображенні</translation>
    </message>
    <message>
        <source>Remove picture {number}</source>
        <translation>Прибрати зображення {number}</translation>
    </message>
</context>
<context>
    <name>PolicyBox</name>
    <message>
        <source>Ukrainian only</source>
        <translation>Лише українська</translation>
    </message>
    <message>
        <source>English only</source>
        <translation>Лише англійська</translation>
    </message>
    <message>
        <source>Both languages, as two posts</source>
        <translation>Обидві мови, двома дописами</translation>
    </message>
    <message>
        <source>Both languages, in one post</source>
        <translation>Обидві мови, одним дописом</translation>
    </message>
    <message>
        <source>Both languages, as a thread</source>
        <translation>Обидві мови, ланцюжком</translation>
    </message>
</context>
<context>
    <name>PostsModel</name>
    <message>
        <source>Untitled</source>
        <translation>Без назви</translation>
    </message>
</context>
<context>
    <name>PromiseDialog</name>
    <message>
        <source>The other half follows later</source>
        <translation>Друга версія буде пізніше</translation>
    </message>
    <message>
        <source>This half may go out first. You are reminded when the time has come.</source>
        <translation>Ця версія може вийти першою. Коли настане час, ми нагадаємо.</translation>
    </message>
    <message>
        <source>Promise the other half</source>
        <translation>Пообіцяти другу версію</translation>
    </message>
    <message>
        <source>By when</source>
        <translation>До якого часу</translation>
    </message>
    <message>
        <source>By when: {both}</source>
        <translation>До якого часу: {both}</translation>
    </message>
</context>
<context>
    <name>PublishDialog</name>
    <message>
        <source>The pack is compiled and all examples are tried. Where one fails, nothing is signed.</source>
        <translation>Пакет буде зібрано, усі приклади перевірено. Якщо хоч один не справдиться, нічого не буде підписано.</translation>
    </message>
    <message>
        <source>Sign and publish {folder}</source>
        <translation>Підписати й оприлюднити {folder}</translation>
    </message>
    <message>
        <source>Sign and publish</source>
        <translation>Підписати й оприлюднити</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Скасувати</translation>
    </message>
    <message>
        <source>Folder that missions get guidelines from</source>
        <translation>Тека, з якої установи отримують настанови</translation>
    </message>
    <message>
        <source>Key file that signs the pack</source>
        <translation>Файл ключа, яким підписують пакет</translation>
    </message>
    <message>
        <source>Its passphrase</source>
        <translation>Його парольна фраза</translation>
    </message>
    <message>
        <source>Key file that says what is newest</source>
        <translation>Файл ключа, який засвідчує, що найновіше</translation>
    </message>
    <message>
        <source>Passphrase of the second key</source>
        <translation>Парольна фраза другого ключа</translation>
    </message>
    <message>
        <source>Code of the mission, where the pack is its own</source>
        <translation>Код установи, якщо пакет призначено лише їй</translation>
    </message>
    <message>
        <source>Courier file to write, if one is wanted</source>
        <translation>Кур’єрський файл, якщо він потрібен</translation>
    </message>
    <message>
        <source>A file, or {keyring} and a name</source>
        <translation>Файл або {keyring} і назва</translation>
    </message>
    <message numerus="yes">
        <source>%n changed rule(s) are not saved and will not be published.</source>
        <translation>
            <numerusform>%n змінене правило не збережено, його не буде оприлюднено.</numerusform>
            <numerusform>%n змінені правила не збережено, їх не буде оприлюднено.</numerusform>
            <numerusform>%n змінених правил не збережено, їх не буде оприлюднено.</numerusform>
        </translation>
    </message>
    <message>
        <source>Compiling, and trying all examples…</source>
        <translation>Збираємо пакет і перевіряємо всі приклади…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрити</translation>
    </message>
    <message numerus="yes">
        <source>Version {version} with %n rule(s) is published. Missions believe it until {until}.</source>
        <translation>
            <numerusform>Версію {version} з %n правилом оприлюднено. Установи довіряють їй до {until}.</numerusform>
            <numerusform>Версію {version} з %n правилами оприлюднено. Установи довіряють їй до {until}.</numerusform>
            <numerusform>Версію {version} з %n правилами оприлюднено. Установи довіряють їй до {until}.</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose the folder and both keys first.</source>
        <translation>Спершу виберіть теку й обидва ключі.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Вибрати…</translation>
    </message>
    <message>
        <source>Choose: {field}</source>
        <translation>Вибрати: {field}</translation>
    </message>
</context>
<context>
    <name>QueueActs</name>
    <message>
        <source>Signed in as {handle}.</source>
        <translation>Вхід виконано: {handle}.</translation>
    </message>
    <message>
        <source>Send this to {account} now?</source>
        <translation>Надіслати це зараз: {account}?</translation>
    </message>
    <message>
        <source>It goes out as soon as this laptop is online. It does not wait for the other half.</source>
        <translation>Допис вийде, щойно ноутбук матиме мережу. Другої версії він не чекатиме.</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>Надіслати зараз</translation>
    </message>
    <message>
        <source>Put this away for {account}?</source>
        <translation>Прибрати це: {account}?</translation>
    </message>
    <message>
        <source>It was refused and stays unsent. It no longer asks for a decision; the post is kept.</source>
        <translation>Мережа відмовила, допис не вийшов. Рішення більше не потрібне; допис збережено.</translation>
    </message>
    <message>
        <source>Put it away</source>
        <translation>Прибрати</translation>
    </message>
    <message>
        <source>Drop this for {account}?</source>
        <translation>Не надсилати це: {account}?</translation>
    </message>
    <message>
        <source>Nothing is sent there. The other accounts are not touched, and the post is kept.</source>
        <translation>Туди нічого не надсилаємо. Інших акаунтів це не стосується, допис збережено.</translation>
    </message>
    <message>
        <source>Drop it for this account</source>
        <translation>Не надсилати в цей акаунт</translation>
    </message>
    <message>
        <source>It is being deleted on the server. The post is kept.</source>
        <translation>На сервері допис видаляємо. Тут він лишається.</translation>
    </message>
    <message>
        <source>Taken back. The post is kept.</source>
        <translation>Відкликано. Допис збережено.</translation>
    </message>
    <message>
        <source>The new time is set.</source>
        <translation>Новий час призначено.</translation>
    </message>
    <message>
        <source>It goes out next.</source>
        <translation>Допис вийде наступним.</translation>
    </message>
    <message>
        <source>It goes out again.</source>
        <translation>Надсилаємо ще раз.</translation>
    </message>
    <message>
        <source>Marked as sent.</source>
        <translation>Позначено надісланим.</translation>
    </message>
    <message>
        <source>Put away. The post is kept.</source>
        <translation>Прибрано. Допис збережено.</translation>
    </message>
    <message>
        <source>Dropped for this account.</source>
        <translation>У цей акаунт не надсилаємо.</translation>
    </message>
</context>
<context>
    <name>QueueChanges</name>
    <message>
        <source>It disappears there for everybody, with its replies and likes. It cannot be brought back.</source>
        <translation>Там він зникне для всіх, разом із відповідями та вподобаннями. Повернути його не можна.</translation>
    </message>
    <message numerus="yes">
        <source>%n later part(s) of its thread stay out, and would follow nothing.</source>
        <translation>
            <numerusform>Далі в ланцюжку лишиться %n частина без початку.</numerusform>
            <numerusform>Далі в ланцюжку лишаться %n частини без початку.</numerusform>
            <numerusform>Далі в ланцюжку лишиться %n частин без початку.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It stays out at %n other account(s).</source>
        <translation>
            <numerusform>Ще в %n акаунті допис лишається.</numerusform>
            <numerusform>Ще у %n акаунтах допис лишається.</numerusform>
            <numerusform>Ще у %n акаунтах допис лишається.</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete this at {account}?</source>
        <translation>Видалити цей допис: {account}?</translation>
    </message>
    <message>
        <source>Delete it at {account}</source>
        <translation>Видалити: {account}</translation>
    </message>
    <message>
        <source>It is deleted in 30 seconds. Until then, the queue can take that back.</source>
        <translation>Буде видалено за 30 секунд. До того це можна відкликати в черзі.</translation>
    </message>
    <message>
        <source>It is being deleted. Mend the post here and queue it again.</source>
        <translation>Допис видаляємо. Виправте його тут і знову поставте в чергу.</translation>
    </message>
    <message>
        <source>Leave {language} out for good?</source>
        <translation>Не надсилати версію ({language}) зовсім?</translation>
    </message>
    <message>
        <source>What is out stays out, in one language. Nothing more is sent and nobody is asked again.</source>
        <translation>Те, що вийшло, лишається однією мовою. Більше нічого не надсилаємо й не питаємо.</translation>
    </message>
    <message>
        <source>Leave {language} out</source>
        <translation>Не надсилати ({language})</translation>
    </message>
    <message>
        <source>{language} is not sent any more.</source>
        <translation>Більше не надсилається: {language}.</translation>
    </message>
    <message>
        <source>Another change of it is under way. When that is done, it can be deleted.</source>
        <translation>Інша зміна цього допису ще триває. Коли вона завершиться, його можна буде видалити.</translation>
    </message>
    <message>
        <source>{network} deletes nothing at the request of this program. Delete it there by hand.</source>
        <translation>{network}: на запит цієї програми там нічого не видаляють. Видаліть допис там вручну.</translation>
    </message>
    <message>
        <source>This cannot be deleted at {account} from here</source>
        <translation>Звідси цього не видалити: {account}</translation>
    </message>
    <message>
        <source>Open it there</source>
        <translation>Відкрити там</translation>
    </message>
</context>
<context>
    <name>QueueHead</name>
    <message>
        <source>Let it go</source>
        <translation>Відновити надсилання</translation>
    </message>
    <message>
        <source>Hold everything</source>
        <translation>Зупинити все</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Черга</translation>
    </message>
    <message>
        <source>Filter by word</source>
        <translation>Пошук за словом</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Акаунт</translation>
    </message>
</context>
<context>
    <name>QueueList</name>
    <message>
        <source>Queue</source>
        <translation>Черга</translation>
    </message>
    <message>
        <source>Show its accounts</source>
        <translation>Показати акаунти</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>Згорнути</translation>
    </message>
    <message>
        <source>More actions</source>
        <translation>Інші дії</translation>
    </message>
</context>
<context>
    <name>QueueSheet</name>
    <message numerus="yes">
        <source>Queue “{title}” for %n account(s)?</source>
        <translation>
            <numerusform>Поставити «{title}» в чергу для %n акаунта?</numerusform>
            <numerusform>Поставити «{title}» в чергу для %n акаунтів?</numerusform>
            <numerusform>Поставити «{title}» в чергу для %n акаунтів?</numerusform>
        </translation>
    </message>
    <message>
        <source>Untitled post</source>
        <translation>Допис без назви</translation>
    </message>
    <message numerus="yes">
        <source>This replaces %n queued delivery(s) not out yet. Going back keeps them.</source>
        <translation>
            <numerusform>Це замінить %n надсилання з черги, яке ще не вийшло. Якщо повернутися, воно лишиться.</numerusform>
            <numerusform>Це замінить %n надсилання з черги, які ще не вийшли. Якщо повернутися, вони лишаться.</numerusform>
            <numerusform>Це замінить %n надсилань із черги, які ще не вийшли. Якщо повернутися, вони лишаться.</numerusform>
        </translation>
    </message>
    <message>
        <source>This is exactly what people will see.</source>
        <translation>Саме це побачать люди.</translation>
    </message>
    <message>
        <source>Nothing is public before {when}.</source>
        <translation>До цього часу нічого не публікуємо: {when}.</translation>
    </message>
    <message>
        <source>It goes out as soon as this laptop is online; for 30 seconds it can be undone.</source>
        <translation>Допис вийде, щойно ноутбук матиме мережу; 30 секунд це можна скасувати.</translation>
    </message>
    <message>
        <source>Back to writing</source>
        <translation>Повернутися до тексту</translation>
    </message>
    <message numerus="yes">
        <source>Queue for %n account(s), send now</source>
        <translation>
            <numerusform>У чергу для %n акаунта, надіслати зараз</numerusform>
            <numerusform>У чергу для %n акаунтів, надіслати зараз</numerusform>
            <numerusform>У чергу для %n акаунтів, надіслати зараз</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Queue for %n account(s), send {when}</source>
        <translation>
            <numerusform>У чергу для %n акаунта, надіслати {when}</numerusform>
            <numerusform>У чергу для %n акаунтів, надіслати {when}</numerusform>
            <numerusform>У чергу для %n акаунтів, надіслати {when}</numerusform>
        </translation>
    </message>
    <message>
        <source>Passed guidelines {version}.</source>
        <translation>Відповідає настановам {version}.</translation>
    </message>
    <message>
        <source>Pair confirmed by {who}.</source>
        <translation>Пару підтверджено: {who}.</translation>
    </message>
    <message>
        <source>The other half follows by {when}.</source>
        <translation>Друга версія буде до: {when}.</translation>
    </message>
    <message>
        <source>This post needs no other half.</source>
        <translation>Цьому допису друга версія не потрібна.</translation>
    </message>
    <message numerus="yes">
        <source>Check %n more account(s)</source>
        <translation>
            <numerusform>Перевірте ще %n акаунт</numerusform>
            <numerusform>Перевірте ще %n акаунти</numerusform>
            <numerusform>Перевірте ще %n акаунтів</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueueView</name>
    <message>
        <source>No post in the queue matches</source>
        <translation>У черзі нічого не знайдено</translation>
    </message>
    <message>
        <source>Search for another word, or all accounts.</source>
        <translation>Спробуйте інше слово або всі акаунти.</translation>
    </message>
    <message>
        <source>The queue is empty</source>
        <translation>Черга порожня</translation>
    </message>
    <message>
        <source>Posts that you queue wait here, offline too, and say what became of them.</source>
        <translation>Тут чекають дописи, поставлені в чергу, зокрема без мережі, і видно, що з ними сталося.</translation>
    </message>
    <message>
        <source>Write a post</source>
        <translation>Написати допис</translation>
    </message>
    <message numerus="yes">
        <source>Showing {read} of %n post(s)</source>
        <translation>
            <numerusform>Показано {read} із %n допису</numerusform>
            <numerusform>Показано {read} із %n дописів</numerusform>
            <numerusform>Показано {read} із %n дописів</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n post(s)</source>
        <translation>
            <numerusform>%n допис</numerusform>
            <numerusform>%n дописи</numerusform>
            <numerusform>%n дописів</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is held. Nothing is sent until you let it go; finding out goes on.</source>
        <translation>Усе зупинено. Нічого не надсилаємо, доки ви не відновите; перевірки тривають.</translation>
    </message>
</context>
<context>
    <name>QueueWords</name>
    <message>
        <source>{state} {time}</source>
        <translation>{state} о {time}</translation>
    </message>
    <message>
        <source>On {network}’s server</source>
        <translation>На сервері {network}</translation>
    </message>
    <message>
        <source>It is being taken back from there.</source>
        <translation>Допис звідти відкликаємо.</translation>
    </message>
    <message>
        <source>Correction: {state}</source>
        <translation>Виправлення: {state}</translation>
    </message>
    <message>
        <source>Deletion: {state}</source>
        <translation>Видалення: {state}</translation>
    </message>
    <message>
        <source>It was out from {time} on.</source>
        <translation>Допис був у мережі з {time}.</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>Видалено</translation>
    </message>
    <message>
        <source>The corrected text is out.</source>
        <translation>У мережі виправлений текст.</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>Виправлено</translation>
    </message>
    <message>
        <source>Not known if it is out.</source>
        <translation>Невідомо, чи вийшов.</translation>
    </message>
    <message>
        <source>{network} did not answer; next look at {time}.</source>
        <translation>{network}: відповіді немає; наступна перевірка о {time}.</translation>
    </message>
    <message>
        <source>{network} did not answer; looking now.</source>
        <translation>{network}: відповіді немає; перевіряємо.</translation>
    </message>
    <message>
        <source>Its time has passed; nothing was sent.</source>
        <translation>Час минув; нічого не надіслано.</translation>
    </message>
    <message>
        <source>Goes out at {time} by itself.</source>
        <translation>Вийде сам о {time}.</translation>
    </message>
    <message>
        <source>The server has done it.</source>
        <translation>Сервер це виконав.</translation>
    </message>
    <message>
        <source>All accounts</source>
        <translation>Усі акаунти</translation>
    </message>
    <message>
        <source>Practice network</source>
        <translation>Навчальна мережа</translation>
    </message>
    <message>
        <source>What we read back</source>
        <translation>Що прочитали в мережі</translation>
    </message>
    <message>
        <source>What was queued</source>
        <translation>Що було в черзі</translation>
    </message>
    <message>
        <source>What we sent</source>
        <translation>Що ми надіслали</translation>
    </message>
    <message>
        <source>It can be undone; it goes out after {time}.</source>
        <translation>Ще можна скасувати; вийде після {time}.</translation>
    </message>
    <message>
        <source>Part {number} of a thread; it follows the part before it.</source>
        <translation>Частина {number} ланцюжка; вийде після попередньої.</translation>
    </message>
    <message>
        <source>Waiting for the other half</source>
        <translation>Чекає на другу версію</translation>
    </message>
    <message>
        <source>Neither half goes out alone.</source>
        <translation>Жодна версія не виходить сама.</translation>
    </message>
    <message>
        <source>Next try at {time}.</source>
        <translation>Наступна спроба о {time}.</translation>
    </message>
    <message>
        <source>Offline. Sending waits.</source>
        <translation>Без мережі. Надсилання почекає.</translation>
    </message>
    <message>
        <source>It goes out next to {handle}.</source>
        <translation>Вийде наступним: {handle}.</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>Зупинено</translation>
    </message>
    <message>
        <source>Everything is held. It waits until you let it go.</source>
        <translation>Усе зупинено. Допис чекає, доки ви не відновите.</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <translation>Увійдіть знову</translation>
    </message>
    <message>
        <source>Password refused; the post is kept.</source>
        <translation>Пароль не прийнято; допис збережено.</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Призупинено</translation>
    </message>
    <message>
        <source>You paused this account; the post is kept.</source>
        <translation>Ви призупинили цей акаунт; допис збережено.</translation>
    </message>
    <message>
        <source>“{freeze}” holds it. Nothing is lost.</source>
        <translation>Зупинено: «{freeze}». Нічого не втрачено.</translation>
    </message>
    <message>
        <source>Open the post, mend it, queue it again.</source>
        <translation>Відкрийте допис, виправте й поставте в чергу знову.</translation>
    </message>
    <message>
        <source>The guidelines have changed</source>
        <translation>Настанови змінилися</translation>
    </message>
    <message>
        <source>A freeze held it and is lifted. Look whether it is still right to say.</source>
        <translation>Його стримував режим тиші, який уже скасовано. Перевірте, чи досі доречно це казати.</translation>
    </message>
    <message>
        <source>Waits for your look</source>
        <translation>Чекає на вашу перевірку</translation>
    </message>
    <message>
        <source>The guidelines cannot be relied on. It waits for fresh ones.</source>
        <translation>На настанови не можна покластися. Допис чекає на нові.</translation>
    </message>
    <message>
        <source>This account was removed. Take the post back.</source>
        <translation>Цей акаунт видалено. Відкличте допис.</translation>
    </message>
    <message>
        <source>This laptop must be awake at {time}.</source>
        <translation>О {time} ноутбук має працювати.</translation>
    </message>
    <message>
        <source>Untitled post</source>
        <translation>Допис без назви</translation>
    </message>
    <message>
        <source>Sent {when}</source>
        <translation>Надіслано: {when}</translation>
    </message>
    <message>
        <source>Due {when}</source>
        <translation>Час надсилання: {when}</translation>
    </message>
    <message>
        <source>Was due {when}</source>
        <translation>Мало вийти: {when}</translation>
    </message>
    <message>
        <source>Queued {when}, goes out as soon as it can</source>
        <translation>У черзі з {when}, вийде за першої нагоди</translation>
    </message>
    <message>
        <source>Queued {when}</source>
        <translation>Поставлено в чергу: {when}</translation>
    </message>
    <message>
        <source>One half is out</source>
        <translation>Вийшла лише одна версія</translation>
    </message>
    <message numerus="yes">
        <source>%n needs you</source>
        <translation>
            <numerusform>%n чекає на вас</numerusform>
            <numerusform>%n чекають на вас</numerusform>
            <numerusform>%n чекають на вас</numerusform>
        </translation>
    </message>
    <message>
        <source>Deleted everywhere</source>
        <translation>Усюди видалено</translation>
    </message>
    <message>
        <source>Nothing was sent</source>
        <translation>Нічого не надіслано</translation>
    </message>
    <message numerus="yes">
        <source>Sent to %n account(s)</source>
        <translation>
            <numerusform>Надіслано в %n акаунт</numerusform>
            <numerusform>Надіслано в %n акаунти</numerusform>
            <numerusform>Надіслано в %n акаунтів</numerusform>
        </translation>
    </message>
    <message>
        <source>Pair confirmed</source>
        <translation>Пару підтверджено</translation>
    </message>
    <message>
        <source>One language</source>
        <translation>Одна мова</translation>
    </message>
    <message>
        <source>Other half promised</source>
        <translation>Другу версію обіцяно</translation>
    </message>
    <message>
        <source>A half changed</source>
        <translation>Версію змінено</translation>
    </message>
    <message>
        <source>Pair not confirmed</source>
        <translation>Пару не підтверджено</translation>
    </message>
    <message>
        <source>A half is missing</source>
        <translation>Немає однієї версії</translation>
    </message>
</context>
<context>
    <name>QueuedNotice</name>
    <message>
        <source>The queue still has this post as it was, and the guidelines hold it. Queue the changes.</source>
        <translation>У черзі цей допис лишився таким, як був, і настанови його не пропускають. Поставте в чергу зміни.</translation>
    </message>
    <message>
        <source>The queue still has this post as it was, and sends it that way until you queue the changes.</source>
        <translation>У черзі цей допис лишився таким, як був. Таким він і вийде, якщо не поставити зміни в чергу.</translation>
    </message>
    <message>
        <source>Queue the changes…</source>
        <translation>Поставити зміни в чергу…</translation>
    </message>
    <message>
        <source>Back to what is queued</source>
        <translation>Повернути, як у черзі</translation>
    </message>
    <message>
        <source>A freeze holds this post in the queue. Once it is lifted, the post waits for your look.</source>
        <translation>Цей допис у черзі зупинено режимом тиші. Коли його скасують, допис чекатиме на вашу перевірку.</translation>
    </message>
    <message>
        <source>The guidelines hold this post in the queue. Mend it here, then queue it again.</source>
        <translation>Настанови зупинили цей допис у черзі. Виправте його тут і знову поставте в чергу.</translation>
    </message>
    <message>
        <source>This post waits in the queue. What you change here goes out only once you queue it again.</source>
        <translation>Цей допис чекає в черзі. Зміни вийдуть лише після того, як ви знову поставите його в чергу.</translation>
    </message>
    <message>
        <source>See the queue</source>
        <translation>До черги</translation>
    </message>
    <message>
        <source>The post stands as it is queued.</source>
        <translation>Допис знову такий, як у черзі.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Скасувати</translation>
    </message>
</context>
<context>
    <name>Queueing</name>
    <message>
        <source>The draft is discarded.</source>
        <translation>Чернетку видалено.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Скасувати</translation>
    </message>
    <message numerus="yes">
        <source>Queued for %n account(s). You can take it back for 30 seconds.</source>
        <translation>
            <numerusform>Поставлено в чергу для %n акаунта. Відкликати можна впродовж 30 секунд.</numerusform>
            <numerusform>Поставлено в чергу для %n акаунтів. Відкликати можна впродовж 30 секунд.</numerusform>
            <numerusform>Поставлено в чергу для %n акаунтів. Відкликати можна впродовж 30 секунд.</numerusform>
        </translation>
    </message>
    <message>
        <source>See the queue</source>
        <translation>До черги</translation>
    </message>
</context>
<context>
    <name>ReasonDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Скасувати</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Пояснення</translation>
    </message>
    <message>
        <source>Kept with the post, with your name and the time.</source>
        <translation>Зберігаємо з дописом, вашим іменем і часом.</translation>
    </message>
    <message>
        <source>Write a reason first.</source>
        <translation>Спершу напишіть пояснення.</translation>
    </message>
</context>
<context>
    <name>RecoveryPaper</name>
    <message>
        <source>It opens the drafts when the keyring is lost. Keep it where the mission keeps its papers.</source>
        <translation>Він відкриває чернетки, якщо сховище паролів утрачено. Зберігайте його там, де установа зберігає документи.</translation>
    </message>
    <message>
        <source>Recovery code of Embassy Assistant</source>
        <translation>Код відновлення Помічника посольства</translation>
    </message>
</context>
<context>
    <name>ReleaseDialog</name>
    <message>
        <source>This post needs no other half</source>
        <translation>Цьому допису друга версія не потрібна</translation>
    </message>
    <message>
        <source>A reply, or a post in the language of the host country. It goes out in one language only.</source>
        <translation>Відповідь або допис мовою країни перебування. Він вийде лише однією мовою.</translation>
    </message>
    <message>
        <source>Release the pair</source>
        <translation>Надсилати без другої версії</translation>
    </message>
</context>
<context>
    <name>RestoreDialog</name>
    <message>
        <source>Bring this backup back?</source>
        <translation>Відновити з цієї резервної копії?</translation>
    </message>
    <message>
        <source>Drafts, queue and settings become what they were then. What stands here now is set aside, not deleted. What was sent since stays sent, and nothing is sent twice.</source>
        <translation>Чернетки, черга й налаштування стануть такими, як були тоді. Те, що є тут зараз, буде відкладено, а не видалено. Надіслане відтоді лишиться надісланим, і ніщо не буде надіслано двічі.</translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation>Відновити</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>Looking which posts are newer…</source>
        <translation>З’ясовуємо, які дописи новіші…</translation>
    </message>
    <message>
        <source>Bringing the backup back. It can take a minute.</source>
        <translation>Відновлюємо з копії. Це може тривати хвилину.</translation>
    </message>
</context>
<context>
    <name>ReviewPanel</name>
    <message>
        <source>Between this post and the queue</source>
        <translation>Що лишилося до черги</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>Зауваження</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Далі</translation>
    </message>
    <message>
        <source>Fix</source>
        <translation>Виправити</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Черга</translation>
    </message>
    <message>
        <source>Nothing is written yet</source>
        <translation>Ще нічого не написано</translation>
    </message>
    <message numerus="yes">
        <source>%n left</source>
        <translation>
            <numerusform>%n крок</numerusform>
            <numerusform>%n кроки</numerusform>
            <numerusform>%n кроків</numerusform>
        </translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Готово</translation>
    </message>
    <message>
        <source>First: {what}.</source>
        <translation>Спершу: {what}.</translation>
    </message>
    <message numerus="yes">
        <source>Then %n more.</source>
        <translation>
            <numerusform>Далі ще %n.</numerusform>
            <numerusform>Далі ще %n.</numerusform>
            <numerusform>Далі ще %n.</numerusform>
        </translation>
    </message>
    <message>
        <source>You will see each account once more first. Ctrl+Enter</source>
        <translation>Спершу ви ще раз побачите кожен акаунт. Ctrl+Enter</translation>
    </message>
    <message>
        <source>On this laptop only. You will see each account once more first. Ctrl+Enter</source>
        <translation>Лише на цьому ноутбуці. Спершу ви ще раз побачите кожен акаунт. Ctrl+Enter</translation>
    </message>
    <message numerus="yes">
        <source>Queue for %n practice account(s)</source>
        <translation>
            <numerusform>У чергу для %n навчального акаунта</numerusform>
            <numerusform>У чергу для %n навчальних акаунтів</numerusform>
            <numerusform>У чергу для %n навчальних акаунтів</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Queue for %n account(s)</source>
        <translation>
            <numerusform>Поставити в чергу для %n акаунта</numerusform>
            <numerusform>Поставити в чергу для %n акаунтів</numerusform>
            <numerusform>Поставити в чергу для %n акаунтів</numerusform>
        </translation>
    </message>
    <message>
        <source>Sends as soon as there is a network</source>
        <translation>Надішлемо, щойно буде мережа</translation>
    </message>
    <message>
        <source>Sends {when}</source>
        <translation>Вийде: {when}</translation>
    </message>
</context>
<context>
    <name>RowCards</name>
    <message numerus="yes">
        <source>Nothing. Looked %n time(s).</source>
        <translation>
            <numerusform>Нічого. Перевірено %n раз.</numerusform>
            <numerusform>Нічого. Перевірено %n рази.</numerusform>
            <numerusform>Нічого. Перевірено %n разів.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing.</source>
        <translation>Нічого.</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n зображення</numerusform>
            <numerusform>%n зображення</numerusform>
            <numerusform>%n зображень</numerusform>
        </translation>
    </message>
    <message>
        <source>Look at {network}, {handle}</source>
        <translation>Подивитися: {network}, {handle}</translation>
    </message>
    <message>
        <source>Was due {when}</source>
        <translation>Мало вийти: {when}</translation>
    </message>
</context>
<context>
    <name>RuleDetail</name>
    <message>
        <source>Rule</source>
        <translation>Правило</translation>
    </message>
    <message>
        <source>No rule matches.</source>
        <translation>Такого правила немає.</translation>
    </message>
    <message>
        <source>Its words</source>
        <translation>Її слова</translation>
    </message>
    <message>
        <source>Open {address}</source>
        <translation>Відкрити {address}</translation>
    </message>
    <message>
        <source>Show posts it touches</source>
        <translation>Показати дописи, яких вона стосується</translation>
    </message>
    <message>
        <source>This rule is wrong here: write to the unit…</source>
        <translation>Правило тут хибне: написати підрозділу…</translation>
    </message>
</context>
<context>
    <name>RuleExamples</name>
    <message>
        <source>Is found</source>
        <translation>Буде знайдено</translation>
    </message>
    <message>
        <source>Is left alone</source>
        <translation>Не зачіпаємо</translation>
    </message>
    <message>
        <source>An example does not hold on this laptop: do not rely on this rule. Write to the unit.</source>
        <translation>Один із прикладів на цьому ноутбуці не справджується: не покладайтеся на це правило. Напишіть підрозділу.</translation>
    </message>
    <message>
        <source>No example.</source>
        <translation>Прикладу немає.</translation>
    </message>
    <message>
        <source>A picture without a description</source>
        <translation>Зображення без опису</translation>
    </message>
    <message>
        <source>Topic: {topics}</source>
        <translation>Тема: {topics}</translation>
    </message>
    <message>
        <source>Mission: {code}</source>
        <translation>Установа: {code}</translation>
    </message>
    <message>
        <source>no description</source>
        <translation>без опису</translation>
    </message>
    <message>
        <source>Picture: {descriptions}</source>
        <translation>Зображення: {descriptions}</translation>
    </message>
    <message>
        <source>Description of a picture</source>
        <translation>Опис зображення</translation>
    </message>
    <message>
        <source>Credit: {names}</source>
        <translation>Автор: {names}</translation>
    </message>
</context>
<context>
    <name>RuleFacts</name>
    <message>
        <source>Right within</source>
        <translation>Правильно у складі</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Джерело</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Чинність</translation>
    </message>
    <message>
        <source>Applies to</source>
        <translation>Стосується</translation>
    </message>
    <message>
        <source>Looks for the pattern</source>
        <translation>Шукає зразок</translation>
    </message>
    <message>
        <source>Write instead</source>
        <translation>Пишіть натомість</translation>
    </message>
    <message>
        <source>Official name</source>
        <translation>Офіційна назва</translation>
    </message>
    <message>
        <source>Where it says</source>
        <translation>Де йдеться про</translation>
    </message>
    <message>
        <source>May be said from</source>
        <translation>Можна сказати з</translation>
    </message>
    <message>
        <source>What is meant</source>
        <translation>Про що йдеться</translation>
    </message>
    <message>
        <source>Sites</source>
        <translation>Сайти</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Що робити</translation>
    </message>
    <message>
        <source>Link instead</source>
        <translation>Посилайтеся на</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Акаунти</translation>
    </message>
    <message>
        <source>Mention instead</source>
        <translation>Згадуйте натомість</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Межі</translation>
    </message>
    <message>
        <source>A picture needs</source>
        <translation>Зображенню потрібні</translation>
    </message>
    <message>
        <source>Must not begin with</source>
        <translation>Не починайте з</translation>
    </message>
    <message>
        <source>Looks for</source>
        <translation>Шукає</translation>
    </message>
    <message>
        <source>Better not</source>
        <translation>Краще не</translation>
    </message>
    <message>
        <source>word for word</source>
        <translation>слово в слово</translation>
    </message>
    <message>
        <source>word for word, or closely in other words</source>
        <translation>слово в слово або близько до тексту</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>Уживайте</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>Відкликано</translation>
    </message>
    <message>
        <source>Use instead</source>
        <translation>Беріть натомість</translation>
    </message>
    <message>
        <source>{start} to {end}</source>
        <translation>від {start} до {end}</translation>
    </message>
    <message>
        <source>{days}, every year</source>
        <translation>{days}, щороку</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Дні</translation>
    </message>
    <message>
        <source>emoji</source>
        <translation>емодзі</translation>
    </message>
    <message>
        <source>exclamation marks</source>
        <translation>знаки оклику</translation>
    </message>
    <message>
        <source>Does not suit the day</source>
        <translation>Не личить дню</translation>
    </message>
    <message>
        <source>Began</source>
        <translation>Почався</translation>
    </message>
    <message>
        <source>when it is lifted</source>
        <translation>коли його скасують</translation>
    </message>
    <message>
        <source>Ends</source>
        <translation>Закінчиться</translation>
    </message>
    <message>
        <source>Nothing.</source>
        <translation>Нічого.</translation>
    </message>
    <message>
        <source>Only these approved lines: {names}</source>
        <translation>Лише ці узгоджені тези: {names}</translation>
    </message>
    <message>
        <source>Only approved lines.</source>
        <translation>Лише узгоджені тези.</translation>
    </message>
    <message>
        <source>May still be sent</source>
        <translation>Можна надсилати</translation>
    </message>
    <message>
        <source>On servers</source>
        <translation>На серверах</translation>
    </message>
    <message>
        <source>Posts that servers keep until their time are called back.</source>
        <translation>Дописи, які сервери тримають до їхнього часу, відкликаємо.</translation>
    </message>
    <message numerus="yes">
        <source>at most %n word(s) in a sentence</source>
        <translation>
            <numerusform>не більш як %n слово в реченні</numerusform>
            <numerusform>не більш як %n слова в реченні</numerusform>
            <numerusform>не більш як %n слів у реченні</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>at most %n word(s) in capitals in a row</source>
        <translation>
            <numerusform>не більш як %n слово великими літерами поспіль</numerusform>
            <numerusform>не більш як %n слова великими літерами поспіль</numerusform>
            <numerusform>не більш як %n слів великими літерами поспіль</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>at most %n emoji</source>
        <translation>
            <numerusform>не більш як %n емодзі</numerusform>
            <numerusform>не більш як %n емодзі</numerusform>
            <numerusform>не більш як %n емодзі</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>at most %n hashtag(s)</source>
        <translation>
            <numerusform>не більш як %n гештег</numerusform>
            <numerusform>не більш як %n гештеги</numerusform>
            <numerusform>не більш як %n гештегів</numerusform>
        </translation>
    </message>
    <message>
        <source>a capital for each word in a hashtag</source>
        <translation>велика літера в кожному слові гештегу</translation>
    </message>
    <message>
        <source>plain letters only, no ornamental ones</source>
        <translation>лише звичайні літери, без оздоблених</translation>
    </message>
    <message>
        <source>a description for those who cannot see it</source>
        <translation>опис для тих, хто його не бачить</translation>
    </message>
    <message numerus="yes">
        <source>a description of at most %n character(s)</source>
        <translation>
            <numerusform>опис не довший за %n знак</numerusform>
            <numerusform>опис не довший за %n знаки</numerusform>
            <numerusform>опис не довший за %n знаків</numerusform>
        </translation>
    </message>
    <message>
        <source>the name of who took it</source>
        <translation>ім’я того, хто його зробив</translation>
    </message>
    <message>
        <source>Needs the hashtag</source>
        <translation>Потрібен гештег</translation>
    </message>
    <message>
        <source>Needs the link</source>
        <translation>Потрібне посилання</translation>
    </message>
    <message>
        <source>Needs the words</source>
        <translation>Потрібні слова</translation>
    </message>
    <message>
        <source>Needs the disclaimer</source>
        <translation>Потрібне застереження</translation>
    </message>
    <message>
        <source>Look at it first, and say what you saw.</source>
        <translation>Спершу подивіться й скажіть, що побачили.</translation>
    </message>
    <message>
        <source>Never.</source>
        <translation>Ніколи.</translation>
    </message>
    <message numerus="yes">
        <source>and %n more form(s)</source>
        <translation>
            <numerusform>і ще %n форма</numerusform>
            <numerusform>і ще %n форми</numerusform>
            <numerusform>і ще %n форм</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RuleForm</name>
    <message>
        <source>{field} (one a line)</source>
        <translation>{field} (по одному в рядку)</translation>
    </message>
    <message>
        <source>For instance: {example}</source>
        <translation>Наприклад: {example}</translation>
    </message>
    <message>
        <source>Cannot be sent</source>
        <translation>Надсилати не можна</translation>
    </message>
    <message>
        <source>Needs a reason</source>
        <translation>Потрібне пояснення</translation>
    </message>
    <message>
        <source>Advice</source>
        <translation>Порада</translation>
    </message>
    <message>
        <source>A person</source>
        <translation>Особа</translation>
    </message>
    <message>
        <source>A place</source>
        <translation>Місце</translation>
    </message>
    <message>
        <source>An institution</source>
        <translation>Установа</translation>
    </message>
    <message>
        <source>Something else</source>
        <translation>Інше</translation>
    </message>
    <message>
        <source>Word for word</source>
        <translation>Дослівно</translation>
    </message>
    <message>
        <source>In other words too</source>
        <translation>Можна й своїми словами</translation>
    </message>
    <message>
        <source>Mourning</source>
        <translation>Жалоба</translation>
    </message>
    <message>
        <source>Remembrance</source>
        <translation>Вшанування пам’яті</translation>
    </message>
    <message>
        <source>Solemn</source>
        <translation>Урочистий</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Ніколи</translation>
    </message>
    <message>
        <source>A person looks first</source>
        <translation>Спершу дивиться людина</translation>
    </message>
    <message>
        <source>Approved lines only</source>
        <translation>Лише узгоджені тези</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Нічого</translation>
    </message>
    <message>
        <source>{field}, Ukrainian</source>
        <translation>{field}, українською</translation>
    </message>
    <message>
        <source>{field}, English</source>
        <translation>{field}, англійською</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Ідентифікатор</translation>
    </message>
    <message>
        <source>What a finding does</source>
        <translation>До чого веде зауваження</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Назва</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Пояснення</translation>
    </message>
    <message>
        <source>Language of the text</source>
        <translation>Мова тексту</translation>
    </message>
    <message>
        <source>Terms</source>
        <translation>Терміни</translation>
    </message>
    <message>
        <source>Exceptions</source>
        <translation>Винятки</translation>
    </message>
    <message>
        <source>Capitals count</source>
        <translation>Зважати на великі літери</translation>
    </message>
    <message>
        <source>Leave quotations alone</source>
        <translation>Не чіпати цитат</translation>
    </message>
    <message>
        <source>Pattern (RE2)</source>
        <translation>Шаблон (RE2)</translation>
    </message>
    <message>
        <source>Write instead</source>
        <translation>Писати натомість</translation>
    </message>
    <message>
        <source>What bears the name</source>
        <translation>Що так називається</translation>
    </message>
    <message>
        <source>Official name</source>
        <translation>Офіційна назва</translation>
    </message>
    <message>
        <source>The English name is the house’s own</source>
        <translation>Англійську назву дало саме відомство</translation>
    </message>
    <message>
        <source>Wrong names</source>
        <translation>Хибні назви</translation>
    </message>
    <message>
        <source>Approved words</source>
        <translation>Узгоджений текст</translation>
    </message>
    <message>
        <source>How it may be used</source>
        <translation>Як можна вживати</translation>
    </message>
    <message>
        <source>Withdrawn since</source>
        <translation>Відкликано з</translation>
    </message>
    <message>
        <source>Replaced by the line</source>
        <translation>Замінено тезою</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Слова</translation>
    </message>
    <message>
        <source>Ukrainian</source>
        <translation>Українською</translation>
    </message>
    <message>
        <source>English</source>
        <translation>Англійською</translation>
    </message>
    <message>
        <source>Word or phrase</source>
        <translation>Слово чи вислів</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Уживання</translation>
    </message>
    <message>
        <source>All forms</source>
        <translation>Усі форми</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Що саме</translation>
    </message>
    <message>
        <source>From (month-day)</source>
        <translation>Від (місяць-день)</translation>
    </message>
    <message>
        <source>Until (month-day)</source>
        <translation>До (місяць-день)</translation>
    </message>
    <message>
        <source>No longer</source>
        <translation>Більше ні</translation>
    </message>
    <message>
        <source>A hashtag</source>
        <translation>Гештег</translation>
    </message>
    <message>
        <source>A link</source>
        <translation>Посилання</translation>
    </message>
    <message>
        <source>A disclaimer</source>
        <translation>Застереження</translation>
    </message>
    <message>
        <source>{field}, row {row}</source>
        <translation>{field}, рядок {row}</translation>
    </message>
    <message>
        <source>What is needed</source>
        <translation>Що потрібно</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>До</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Від</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Дні</translation>
    </message>
    <message>
        <source>Tone</source>
        <translation>Тон</translation>
    </message>
    <message>
        <source>Emoji</source>
        <translation>Емодзі</translation>
    </message>
    <message>
        <source>Exclamation marks suit</source>
        <translation>Знаки оклику доречні</translation>
    </message>
    <message>
        <source>Sites</source>
        <translation>Сайти</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Акаунти</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Що робити</translation>
    </message>
    <message>
        <source>Instead</source>
        <translation>Натомість</translation>
    </message>
    <message>
        <source>Words in a sentence, at most</source>
        <translation>Скільки слів у реченні, не більше</translation>
    </message>
    <message>
        <source>Words in capitals in a row, at most</source>
        <translation>Скільки слів великими літерами поспіль, не більше</translation>
    </message>
    <message>
        <source>Hashtags, at most</source>
        <translation>Скільки хештегів, не більше</translation>
    </message>
    <message>
        <source>Hashtags #LikeThis</source>
        <translation>Хештеги #ОсьТак</translation>
    </message>
    <message>
        <source>Plain letters only</source>
        <translation>Лише звичайні літери</translation>
    </message>
    <message>
        <source>A description of each picture</source>
        <translation>Опис кожного зображення</translation>
    </message>
    <message>
        <source>Characters of a description, at most</source>
        <translation>Скільки знаків в описі, не більше</translation>
    </message>
    <message>
        <source>How no description begins</source>
        <translation>Чим опис не може починатися</translation>
    </message>
    <message>
        <source>A credit of each picture</source>
        <translation>Автор кожного зображення</translation>
    </message>
    <message>
        <source>What may still be sent</source>
        <translation>Що ще можна надсилати</translation>
    </message>
    <message>
        <source>Lines that may be sent</source>
        <translation>Тези, які можна надсилати</translation>
    </message>
    <message>
        <source>Call back what servers hold</source>
        <translation>Відкликати те, що чекає на серверах</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>Приклади</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Джерело</translation>
    </message>
    <message>
        <source>Examples: is found</source>
        <translation>Приклади: знаходить</translation>
    </message>
    <message>
        <source>Examples: is left alone</source>
        <translation>Приклади: не чіпає</translation>
    </message>
    <message>
        <source>Source: who issued it</source>
        <translation>Джерело: хто видав</translation>
    </message>
    <message>
        <source>Source: title</source>
        <translation>Джерело: назва</translation>
    </message>
    <message>
        <source>Source: number</source>
        <translation>Джерело: номер</translation>
    </message>
    <message>
        <source>Source: date</source>
        <translation>Джерело: дата</translation>
    </message>
    <message>
        <source>Source: clause</source>
        <translation>Джерело: пункт</translation>
    </message>
    <message>
        <source>Source: address</source>
        <translation>Джерело: адреса</translation>
    </message>
    <message>
        <source>The source was read</source>
        <translation>Джерело прочитано</translation>
    </message>
    <message>
        <source>Only for topics</source>
        <translation>Лише для тем</translation>
    </message>
    <message>
        <source>Only for networks</source>
        <translation>Лише для мереж</translation>
    </message>
    <message>
        <source>Only for languages</source>
        <translation>Лише для мов</translation>
    </message>
    <message>
        <source>Only for missions</source>
        <translation>Лише для установ</translation>
    </message>
    <message>
        <source>In force from</source>
        <translation>Діє від</translation>
    </message>
    <message>
        <source>In force until</source>
        <translation>Діє до</translation>
    </message>
</context>
<context>
    <name>RuleList</name>
    <message numerus="yes">
        <source>Search %n rule(s)</source>
        <translation>
            <numerusform>Шукати в %n правилі</numerusform>
            <numerusform>Шукати в %n правилах</numerusform>
            <numerusform>Шукати в %n правилах</numerusform>
        </translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Правила</translation>
    </message>
    <message numerus="yes">
        <source>Reading the rules: %n to go</source>
        <translation>
            <numerusform>Читаємо правила: лишилося %n</numerusform>
            <numerusform>Читаємо правила: лишилося %n</numerusform>
            <numerusform>Читаємо правила: лишилося %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rule(s) found</source>
        <translation>
            <numerusform>Знайдено %n правило</numerusform>
            <numerusform>Знайдено %n правила</numerusform>
            <numerusform>Знайдено %n правил</numerusform>
        </translation>
    </message>
    <message>
        <source>new</source>
        <translation>нове</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>змінено</translation>
    </message>
    <message numerus="yes">
        <source>%n rule(s): {group}</source>
        <translation>
            <numerusform>%n правило: {group}</numerusform>
            <numerusform>%n правила: {group}</numerusform>
            <numerusform>%n правил: {group}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RuleWords</name>
    <message>
        <source>Freezes</source>
        <translation>Режим тиші</translation>
    </message>
    <message>
        <source>Embargoes</source>
        <translation>Ембарго</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>Назви й імена</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Слова</translation>
    </message>
    <message>
        <source>Ways of writing</source>
        <translation>Написання</translation>
    </message>
    <message>
        <source>What a topic needs</source>
        <translation>Чого потребує тема</translation>
    </message>
    <message>
        <source>Days and tone</source>
        <translation>Дні й тон</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>Посилання</translation>
    </message>
    <message>
        <source>Mentions</source>
        <translation>Згадки</translation>
    </message>
    <message>
        <source>Easy to read</source>
        <translation>Легко читати</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Зображення</translation>
    </message>
    <message>
        <source>Approved lines</source>
        <translation>Узгоджені тези</translation>
    </message>
    <message>
        <source>Every topic</source>
        <translation>Будь-яка тема</translation>
    </message>
    <message>
        <source>only where the topic is {names}</source>
        <translation>лише за темою {names}</translation>
    </message>
    <message>
        <source>only on {names}</source>
        <translation>лише в мережі {names}</translation>
    </message>
    <message>
        <source>only for the mission {names}</source>
        <translation>лише для установи {names}</translation>
    </message>
    <message>
        <source>only with these capitals</source>
        <translation>лише з такими великими літерами</translation>
    </message>
    <message>
        <source>not inside quotation marks</source>
        <translation>крім тексту в лапках</translation>
    </message>
    <message>
        <source>from {start} until {end}</source>
        <translation>з {start} до {end}</translation>
    </message>
    <message>
        <source>from {start}, no end</source>
        <translation>з {start}, безстроково</translation>
    </message>
    <message>
        <source>until {end}</source>
        <translation>до {end}</translation>
    </message>
    <message>
        <source>no end</source>
        <translation>безстроково</translation>
    </message>
    <message>
        <source>No. {number}</source>
        <translation>№ {number}</translation>
    </message>
    <message>
        <source>{most} or {last}</source>
        <translation>{most} чи {last}</translation>
    </message>
    <message>
        <source>every topic, network and mission</source>
        <translation>усі теми, мережі й установи</translation>
    </message>
    <message>
        <source>every network and mission</source>
        <translation>усі мережі й установи</translation>
    </message>
    <message>
        <source>every topic and mission</source>
        <translation>усі теми й установи</translation>
    </message>
    <message>
        <source>every topic and network</source>
        <translation>усі теми й мережі</translation>
    </message>
    <message>
        <source>every mission</source>
        <translation>усі установи</translation>
    </message>
    <message>
        <source>every network</source>
        <translation>усі мережі</translation>
    </message>
    <message>
        <source>every topic</source>
        <translation>усі теми</translation>
    </message>
    <message>
        <source>Ukrainian text</source>
        <translation>Український текст</translation>
    </message>
    <message>
        <source>English text</source>
        <translation>Англійський текст</translation>
    </message>
    <message>
        <source>Ukrainian and English text</source>
        <translation>Український та англійський текст</translation>
    </message>
    <message>
        <source>Text in {names}</source>
        <translation>Текст такою мовою: {names}</translation>
    </message>
</context>
<context>
    <name>SettingsView</name>
    <message>
        <source>Settings</source>
        <translation>Налаштування</translation>
    </message>
    <message>
        <source>Mission</source>
        <translation>Установа</translation>
    </message>
    <message>
        <source>Officer</source>
        <translation>Працівник</translation>
    </message>
    <message>
        <source>Key of the drafts</source>
        <translation>Ключ чернеток</translation>
    </message>
    <message>
        <source>Save the mission</source>
        <translation>Зберегти дані установи</translation>
    </message>
    <message>
        <source>Save the officer</source>
        <translation>Зберегти дані працівника</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Збережено.</translation>
    </message>
</context>
<context>
    <name>SignInDialog</name>
    <message>
        <source>Sign in again</source>
        <translation>Увійдіть знову</translation>
    </message>
    <message>
        <source>{network}, {handle}. What is queued stays and goes on once the server accepts the password.</source>
        <translation>{network}, {handle}. Черга збережена й рушить, щойно сервер прийме пароль.</translation>
    </message>
    <message>
        <source>Practice network</source>
        <translation>Навчальна мережа</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Увійти</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Скасувати</translation>
    </message>
    <message>
        <source>App password</source>
        <translation>Пароль застосунку</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Пароль</translation>
    </message>
</context>
<context>
    <name>Standby</name>
    <message>
        <source>Embassy Assistant</source>
        <translation>Помічник посольства</translation>
    </message>
    <message>
        <source>Locks the drafts</source>
        <translation>Замикає чернетки</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Everything is held</source>
        <translation>Усе зупинено</translation>
    </message>
    <message>
        <source>Offline. Sending waits.</source>
        <translation>Без мережі. Надсилання почекає.</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>Мережа є</translation>
    </message>
    <message>
        <source>Saved, encrypted</source>
        <translation>Збережено, зашифровано</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Зберігаємо…</translation>
    </message>
    <message>
        <source>Saved {time}, encrypted</source>
        <translation>Збережено о {time}, зашифровано</translation>
    </message>
    <message>
        <source>Saved {time}, sealed until the keyring opens</source>
        <translation>Збережено о {time}, запечатано до відкриття сховища</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Не збережено</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>У черзі: %n</numerusform>
            <numerusform>У черзі: %n</numerusform>
            <numerusform>У черзі: %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n need(s) you</source>
        <translation>
            <numerusform>%n чекає на вас</numerusform>
            <numerusform>%n чекають на вас</numerusform>
            <numerusform>%n чекають на вас</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Telling</name>
    <message>
        <source>Undo</source>
        <translation>Скасувати</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрити</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) between this post and the queue</source>
        <translation>
            <numerusform>До черги лишився %n крок</numerusform>
            <numerusform>До черги лишилося %n кроки</numerusform>
            <numerusform>До черги лишилося %n кроків</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TopicEdit</name>
    <message>
        <source>Topic</source>
        <translation>Тема</translation>
    </message>
    <message>
        <source>Topics of the guidelines (Down)</source>
        <translation>Теми з настанов (стрілка вниз)</translation>
    </message>
</context>
<context>
    <name>TrustDialog</name>
    <message>
        <source>The ministry&apos;s unit hands over a root file. Call the unit on a number that you already have, and compare the fingerprint group by group: a file alone proves nothing.</source>
        <translation>Підрозділ міністерства передає кореневий файл. Зателефонуйте туди за номером, який у вас уже був, і звірте відбиток група за групою: сам файл нічого не доводить.</translation>
    </message>
    <message>
        <source>Whose guidelines to trust</source>
        <translation>Чиїм настановам довіряти</translation>
    </message>
    <message>
        <source>Trust this root</source>
        <translation>Довіряти цьому кореню</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Скасувати</translation>
    </message>
    <message>
        <source>Root file</source>
        <translation>Кореневий файл</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Вибрати файл…</translation>
    </message>
    <message>
        <source>I compared all 16 groups with the unit, by telephone or in person</source>
        <translation>Усі 16 груп звірено з підрозділом телефоном чи особисто</translation>
    </message>
    <message>
        <source>Root files (*.json);;All files (*)</source>
        <translation>Кореневі файли (*.json);;Усі файли (*)</translation>
    </message>
    <message>
        <source>Root file of the unit</source>
        <translation>Кореневий файл підрозділу</translation>
    </message>
    <message>
        <source>Its fingerprint</source>
        <translation>Його відбиток</translation>
    </message>
    <message>
        <source>Address of the unit</source>
        <translation>Адреса підрозділу</translation>
    </message>
    <message>
        <source>Empty, if guidelines come by stick or e-mail only.</source>
        <translation>Порожньо, якщо настанови приходять лише флешкою чи поштою.</translation>
    </message>
    <message>
        <source>Code of this mission</source>
        <translation>Код цієї установи</translation>
    </message>
    <message>
        <source>As the unit told you; empty, if it told you none.</source>
        <translation>Той, що назвав підрозділ; порожньо, якщо не назвав.</translation>
    </message>
    <message>
        <source>no file chosen yet</source>
        <translation>файл ще не вибрано</translation>
    </message>
    <message>
        <source>Fingerprint: {groups}</source>
        <translation>Відбиток: {groups}</translation>
    </message>
    <message>
        <source>Trusted now: {fingerprint}</source>
        <translation>Зараз довіряємо: {fingerprint}</translation>
    </message>
    <message>
        <source>Compare the fingerprint first.</source>
        <translation>Спершу звірте відбиток.</translation>
    </message>
    <message>
        <source>Choose the root file first.</source>
        <translation>Спершу виберіть кореневий файл.</translation>
    </message>
</context>
<context>
    <name>TryIt</name>
    <message>
        <source>Try it</source>
        <translation>Спробуйте</translation>
    </message>
    <message>
        <source>This rule leaves it alone.</source>
        <translation>Це правило не має зауважень.</translation>
    </message>
    <message numerus="yes">
        <source>%n match(es).</source>
        <translation>
            <numerusform>Збігів: %n.</numerusform>
            <numerusform>Збігів: %n.</numerusform>
            <numerusform>Збігів: %n.</numerusform>
        </translation>
    </message>
    <message>
        <source>“{text}”</source>
        <translation>«{text}»</translation>
    </message>
    <message>
        <source>Would be replaced with {texts}.</source>
        <translation>Заміна: {texts}.</translation>
    </message>
    <message>
        <source>Type the description of a picture</source>
        <translation>Напишіть опис зображення</translation>
    </message>
    <message>
        <source>Type a sentence, and see what this rule says of it</source>
        <translation>Напишіть речення й побачите, що скаже це правило</translation>
    </message>
    <message>
        <source>Topic: {topics}</source>
        <translation>Тема: {topics}</translation>
    </message>
    <message>
        <source>Checked as in its first example: {where}</source>
        <translation>Перевіряємо, як у першому прикладі: {where}</translation>
    </message>
</context>
<context>
    <name>TryRule</name>
    <message>
        <source>Try it</source>
        <translation>Спробувати</translation>
    </message>
    <message>
        <source>Type a sentence, and see what this rule says of it</source>
        <translation>Напишіть речення й побачите, що скаже це правило</translation>
    </message>
    <message>
        <source>Forms it looks for</source>
        <translation>Форми, які воно шукає</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Форма</translation>
    </message>
    <message>
        <source>Write instead</source>
        <translation>Писати натомість</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>Відмінок</translation>
    </message>
    <message>
        <source>Strike out this form</source>
        <translation>Викреслити цю форму</translation>
    </message>
    <message>
        <source>nominative</source>
        <translation>називний</translation>
    </message>
    <message>
        <source>genitive</source>
        <translation>родовий</translation>
    </message>
    <message>
        <source>dative</source>
        <translation>давальний</translation>
    </message>
    <message>
        <source>accusative</source>
        <translation>знахідний</translation>
    </message>
    <message>
        <source>instrumental</source>
        <translation>орудний</translation>
    </message>
    <message>
        <source>locative</source>
        <translation>місцевий</translation>
    </message>
    <message>
        <source>This cannot be tried yet:</source>
        <translation>Спробувати ще не можна:</translation>
    </message>
    <message>
        <source>Still to be filled in: {fields}.</source>
        <translation>Ще треба заповнити: {fields}.</translation>
    </message>
    <message>
        <source>Should be found: {text}</source>
        <translation>Мало б знайти: {text}</translation>
    </message>
    <message>
        <source>Should be left alone: {text}</source>
        <translation>Не мало б чіпати: {text}</translation>
    </message>
    <message>
        <source>All examples hold.</source>
        <translation>Усі приклади справджуються.</translation>
    </message>
    <message numerus="yes">
        <source>%n match(es).</source>
        <translation>
            <numerusform>Збігів: %n.</numerusform>
            <numerusform>Збігів: %n.</numerusform>
            <numerusform>Збігів: %n.</numerusform>
        </translation>
    </message>
    <message>
        <source>This rule leaves it alone.</source>
        <translation>Це правило не має зауважень.</translation>
    </message>
</context>
<context>
    <name>Typed</name>
    <message>
        <source>What you typed here before is back: the dialog was closed unanswered.</source>
        <translation>Те, що ви тут уже написали, знову на місці: вікно закрилося без відповіді.</translation>
    </message>
</context>
<context>
    <name>UnitNoteDialog</name>
    <message>
        <source>Write to the unit about a rule</source>
        <translation>Написати підрозділу про правило</translation>
    </message>
    <message>
        <source>“{title}” ({id}). The note is written to a file; send it to the ministry’s unit.</source>
        <translation>«{title}» ({id}). Нотатку збережемо у файл; надішліть його підрозділу міністерства.</translation>
    </message>
    <message>
        <source>Write the file…</source>
        <translation>Зберегти файл…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Скасувати</translation>
    </message>
    <message>
        <source>What is wrong with it here</source>
        <translation>Що тут не так</translation>
    </message>
    <message>
        <source>Your name, the mission and the version of the guidelines go along.</source>
        <translation>Додамо ваше ім’я, установу й версію настанов.</translation>
    </message>
    <message>
        <source>The words that it is about</source>
        <translation>Слова, про які йдеться</translation>
    </message>
    <message>
        <source>Leave it empty where they must not leave this laptop.</source>
        <translation>Лишіть порожнім, якщо їм не можна залишати цей ноутбук.</translation>
    </message>
    <message>
        <source>Notes (*.json);;All files (*)</source>
        <translation>Нотатки (*.json);;Усі файли (*)</translation>
    </message>
    <message>
        <source>Note to the unit</source>
        <translation>Нотатка для підрозділу</translation>
    </message>
    <message>
        <source>The note is written. Send the file to the unit.</source>
        <translation>Нотатку збережено. Надішліть файл підрозділу.</translation>
    </message>
    <message>
        <source>Say first what is wrong.</source>
        <translation>Спершу напишіть, що не так.</translation>
    </message>
</context>
<context>
    <name>UnlockDialog</name>
    <message>
        <source>Unlock the drafts</source>
        <translation>Відімкнути чернетки</translation>
    </message>
    <message>
        <source>Open with the recovery code</source>
        <translation>Відкрити кодом відновлення</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Не зараз</translation>
    </message>
    <message>
        <source>Ask the keyring again</source>
        <translation>Ще раз звернутися до сховища</translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>Код відновлення</translation>
    </message>
    <message>
        <source>The groups that were written on paper when this workspace was made. Capitals and spaces do not matter.</source>
        <translation>Групи, записані на папері, коли створювали цей робочий простір. Великі літери й пробіли не мають значення.</translation>
    </message>
</context>
<context>
    <name>WayOutCard</name>
    <message>
        <source>Way to the internet</source>
        <translation>Вихід в інтернет</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Проксі</translation>
    </message>
    <message>
        <source>Certificates of a private authority (PEM file)</source>
        <translation>Сертифікати приватного центру (файл PEM)</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Вибрати файл…</translation>
    </message>
    <message>
        <source>Leave both empty unless the mission’s network asks for them. A password goes into the proxy’s address, as http://name:password@proxy.example:3128; the program moves it to the keyring and shows it no more.</source>
        <translation>Залиште обидва порожніми, якщо мережа установи їх не вимагає. Пароль впишіть в адресу проксі, наприклад http://name:password@proxy.example:3128; програма перенесе його до сховища паролів і більше не показуватиме.</translation>
    </message>
    <message>
        <source>Save the way to the internet</source>
        <translation>Зберегти вихід в інтернет</translation>
    </message>
    <message>
        <source>There is no such file: {path}. Nothing was changed.</source>
        <translation>Такого файлу немає: {path}. Нічого не змінено.</translation>
    </message>
</context>
<context>
    <name>WindowCard</name>
    <message>
        <source>Window</source>
        <translation>Вікно</translation>
    </message>
    <message>
        <source>Language of the window</source>
        <translation>Мова вікна</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Кольори</translation>
    </message>
    <message>
        <source>Which half goes out first</source>
        <translation>Яка версія виходить першою</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Як у системі</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Світлі</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Темні</translation>
    </message>
    <message>
        <source>Ukrainian, then English</source>
        <translation>Українська, потім англійська</translation>
    </message>
    <message>
        <source>English, then Ukrainian</source>
        <translation>Англійська, потім українська</translation>
    </message>
</context>
<context>
    <name>WithdrawnCard</name>
    <message>
        <source>withdrawn</source>
        <translation>відкликано</translation>
    </message>
    <message>
        <source>See what replaces it</source>
        <translation>Показати, чим її замінено</translation>
    </message>
    <message numerus="yes">
        <source>%n post(s) said it</source>
        <translation>
            <numerusform>Її використано в %n дописі</numerusform>
            <numerusform>Її використано в %n дописах</numerusform>
            <numerusform>Її використано в %n дописах</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>the first %n are shown</source>
        <translation>
            <numerusform>показано перший</numerusform>
            <numerusform>показано перші %n</numerusform>
            <numerusform>показано перші %n</numerusform>
        </translation>
    </message>
    <message>
        <source>sent</source>
        <translation>надіслано</translation>
    </message>
    <message>
        <source>in the queue</source>
        <translation>у черзі</translation>
    </message>
    <message>
        <source>Nobody may say it since {when}.</source>
        <translation>Не можна використовувати з {when}.</translation>
    </message>
</context>
<context>
    <name>WorkshopWindow</name>
    <message>
        <source>Write guidelines: {folder}</source>
        <translation>Писати настанови: {folder}</translation>
    </message>
    <message>
        <source>The drafts are locked. Save or undo your changes first, or unlock the drafts.</source>
        <translation>Чернетки замкнено. Спершу збережіть або скасуйте зміни чи відімкніть чернетки.</translation>
    </message>
    <message>
        <source>New rule…</source>
        <translation>Нове правило…</translation>
    </message>
    <message>
        <source>Search the rules</source>
        <translation>Шукати серед правил</translation>
    </message>
    <message>
        <source>Sign and publish…</source>
        <translation>Підписати й оприлюднити…</translation>
    </message>
    <message>
        <source>Save the rule</source>
        <translation>Зберегти правило</translation>
    </message>
    <message>
        <source>Undo my changes</source>
        <translation>Скасувати мої зміни</translation>
    </message>
    <message>
        <source>Remove the rule</source>
        <translation>Вилучити правило</translation>
    </message>
    <message>
        <source>There are no rules in this folder yet. Begin with “New rule…” on the left.</source>
        <translation>У цій теці ще немає правил. Почніть із кнопки «Нове правило…» ліворуч.</translation>
    </message>
    <message>
        <source>Saved: the file says the same</source>
        <translation>Збережено: у файлі те саме</translation>
    </message>
    <message>
        <source>Bring the new rule back</source>
        <translation>Повернути нове правило</translation>
    </message>
    <message>
        <source>Bring my changes back</source>
        <translation>Повернути мої зміни</translation>
    </message>
    <message>
        <source>Put the removed rule back</source>
        <translation>Повернути вилучене правило</translation>
    </message>
    <message>
        <source>The file changed since you typed this. Saving writes what you typed.</source>
        <translation>Файл змінився вже після того, як ви це набрали. Якщо зберегти, у файлі буде набране вами.</translation>
    </message>
    <message>
        <source>Changed, not yet saved</source>
        <translation>Змінено, ще не збережено</translation>
    </message>
    <message>
        <source>The folder of your guidelines, or an empty one to begin in</source>
        <translation>Тека ваших настанов або порожня тека для нових</translation>
    </message>
</context>
<context>
    <name>WriteView</name>
    <message>
        <source>The picture is removed.</source>
        <translation>Зображення прибрано.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Скасувати</translation>
    </message>
    <message>
        <source>Content warning and poll…</source>
        <translation>Попередження про вміст і опитування…</translation>
    </message>
    <message>
        <source>Swap sides</source>
        <translation>Поміняти версії місцями</translation>
    </message>
    <message>
        <source>Discard this draft</source>
        <translation>Видалити цю чернетку</translation>
    </message>
</context>
<context>
    <name>WrittenRules</name>
    <message>
        <source>Rules of the folder</source>
        <translation>Правила теки</translation>
    </message>
    <message>
        <source>New rule</source>
        <translation>Нове правило</translation>
    </message>
</context>
<context>
    <name>_Filter</name>
    <message>
        <source>Group and narrow the list</source>
        <translation>Згрупувати й звузити список</translation>
    </message>
    <message>
        <source>Only: {severity}</source>
        <translation>Лише: {severity}</translation>
    </message>
    <message>
        <source>Group by kind</source>
        <translation>Групувати за видом</translation>
    </message>
    <message>
        <source>Group by topic</source>
        <translation>Групувати за темою</translation>
    </message>
    <message>
        <source>Show all rules</source>
        <translation>Показати всі правила</translation>
    </message>
    <message>
        <source>Only new and changed rules</source>
        <translation>Лише нові та змінені правила</translation>
    </message>
</context>
<context>
    <name>_Moving</name>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Вибрати файл…</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Файл</translation>
    </message>
</context>
</TS>
