"""Two halves of a post of 500 characters each, as an officer would write them."""

from __future__ import annotations

from typing import Final

UKRAINIAN: Final = (
    "Сьогодні у Берліні відбулася зустріч Посла України з представниками української громади та німецьких"
    " міст-партнерів. Говорили про відбудову лікарень, відпочинок для дітей із прифронтових областей і "
    "зимову допомогу. Щиро дякуємо всім, хто долучився: волонтерам, лікарям, учителям. Наступна зустріч —"
    " у грудні, запрошуємо заздалегідь зареєструватися. Подробиці та фото — на сайті посольства: "
    "https://germany.mfa.gov.ua/news #Україна #СтоїмоРазом Разом до перемоги, разом до миру в Києві, "
    "Одесі. Дякуємо"
)
ENGLISH: Final = (
    "Today in Berlin the Ambassador of Ukraine met with members of the Ukrainian community and of German "
    "partner cities. They spoke about rebuilding hospitals, holidays for children from the frontline "
    "regions and help for the winter. Our warm thanks go to all who took part: volunteers, doctors and "
    "teachers. The next meeting is in December, and we invite you to register early. Details and photos "
    "are on the website of the embassy: https://germany.mfa.gov.ua/en/news #Ukraine #StandTogether "
    "Together for "
)
