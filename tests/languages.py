# ruff: noqa: E501 - whole sentences
"""The story of the Game Boy as people of six languages would tell it, and a model that tells it as long as it is told.

`Native` writes nothing but these sentences: as many words, or characters, as the prompt asks of each scene.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from text_models import Scripted, good_answers

from vidpipe_assets.language.words import count_characters, join_words, split_words
from vidpipe_assets.providers.request import Ask
from vidpipe_assets.providers.text import Ended, Prompt, RawAnswer

_DATA = re.compile(r'<data name="scenes">\n(.*?)\n</data>', re.DOTALL)


@dataclass(frozen=True)
class Told:
    """What is told in one language; `scenes` are of the facts f3, f2 and f1, each longer than any budget."""

    hook: str
    headline: str
    scenes: tuple[str, str, str]
    question: str
    action: str
    title: str
    hashtags: tuple[str, str]


TOLD = {
    "de": Told(
        "Der Game Boy flog ins All, lange bevor es jemand ahnte.",
        "Er flog ins All",
        (
            "Nummer drei. Zusammen mit seinem farbigen Bruder wurde er 118,69 Millionen Mal verkauft, und noch heute "
            "liegt er in vielen Schubladen und wartet geduldig auf neue Batterien und auf ein kleines Wunder im Alltag.",
            "Nummer zwei. Er lief etwa 15 Stunden mit vier kleinen Batterien, während sein Gegner sechs davon in "
            "ungefähr 5 Stunden leerte und dabei viel schöner aussah, was am Ende niemandem wirklich etwas nützte.",
            "Nummer eins. Im Jahr 1993 nahm ein Kosmonaut einen Game Boy mit Tetris zur Raumstation Mir mit, wo das "
            "kleine Gerät viele tausend Runden um die Erde drehte, bevor es wieder sicher nach Hause kam und blieb.",
        ),
        "Welches Spiel hast du geliebt?",
        "Folge uns für mehr kleine Wunder.",
        "Der Game Boy im All",
        ("gameboy", "spielkonsole"),
    ),
    "es": Told(
        "La Game Boy llegó al espacio antes que casi todos nosotros.",
        "Llegó al espacio",
        (
            "Número tres. Junto con su hermana en color vendió 118,69 millones de unidades, y todavía hoy duerme en "
            "muchos cajones esperando con paciencia unas pilas nuevas y una tarde larga de lluvia para volver a jugar.",
            "Número dos. Funcionaba unas 15 horas con cuatro pilas pequeñas, mientras que su rival gastaba seis en "
            "unas 5 horas y era mucho más bonita, pero al final eso no le sirvió de nada a nadie en el patio.",
            "Número uno. En 1993 un cosmonauta llevó una Game Boy con Tetris a la estación espacial Mir, donde la "
            "pequeña máquina dio miles de vueltas a la Tierra antes de volver a casa sana y salva para siempre.",
        ),
        "¿Con qué consola creciste tú?",
        "Síguenos para ver más historias.",
        "La Game Boy que viajó al espacio",
        ("gameboy", "juegosclásicos"),
    ),
    "hi": Told(
        "गेम बॉय हम सबसे बहुत पहले अंतरिक्ष तक पहुँच गया था।",
        "अंतरिक्ष तक पहुँचा",
        (
            "नंबर तीन। अपने रंगीन साथी के साथ इसकी 11.869 करोड़ इकाइयाँ बिकीं, और आज भी यह कई दराज़ों में नई बैटरियों और एक लंबी "
            "बरसाती शाम का धीरज से इंतज़ार कर रहा है, ताकि कोई बच्चा फिर से इसे उठाए और पूरे मन से खेलना शुरू करे।",
            "नंबर दो। यह चार छोटी बैटरियों पर लगभग 15 घंटे चलता था, जबकि इसका प्रतिद्वंद्वी लगभग 5 घंटे में छह बैटरियाँ खा जाता था "
            "और देखने में कहीं सुंदर था, पर अंत में उस सुंदरता से किसी को कोई लाभ नहीं हुआ और लोग उसे भूल गए।",
            "नंबर एक। सन 1993 में एक अंतरिक्ष यात्री टेट्रिस के साथ एक गेम बॉय को मीर स्टेशन तक ले गया, जहाँ इस छोटी मशीन ने पृथ्वी "
            "के हज़ारों चक्कर लगाए और फिर सुरक्षित घर लौट आई, और आज भी लोग इसे बड़े प्यार से याद करते हैं।",
        ),
        "आपका पहला खेल कौन सा था?",
        "और कहानियों के लिए जुड़े रहिए।",
        "अंतरिक्ष में गेम बॉय",
        ("गेमबॉय", "विज्ञान"),
    ),
    "ar": Told(
        "وصل الجيم بوي إلى الفضاء قبلنا جميعا بزمن طويل.",
        "وصل إلى الفضاء",
        (
            "رقم ثلاثة. مع أخيه الملون بيعت منه 118.69 مليون وحدة، وما زال اليوم ينام في أدراج كثيرة وينتظر بصبر بطاريات "
            "جديدة ومساء طويلا من المطر حتى يعود طفل ما إليه ويلعب به من جديد بكل حب وشوق كبير.",
            "رقم اثنان. كان يعمل نحو 15 ساعة بأربع بطاريات صغيرة، بينما كان منافسه يستهلك ستا منها في نحو 5 ساعات وكان أجمل "
            "منه كثيرا، لكن ذلك الجمال لم ينفع أحدا في النهاية ونسيه الناس بعد وقت قصير جدا.",
            "رقم واحد. في عام 1993 حمل رائد فضاء جهاز جيم بوي مع لعبة تتريس إلى محطة مير، وهناك دار الجهاز الصغير آلاف المرات "
            "حول الأرض قبل أن يعود إلى البيت سالما ويبقى في ذاكرة الناس حتى هذا اليوم الجميل.",
        ),
        "ما أول لعبة أحببتها؟",
        "تابعونا لمزيد من القصص.",
        "جيم بوي في الفضاء",
        ("جيم_بوي", "ألعاب"),
    ),
    "ja": Told(
        "ゲームボーイは、誰よりも早く宇宙へ行きました。",
        "宇宙へ行ったゲーム機",
        (
            "第三位。カラー版と合わせて1億1869万台も売れ、今でも多くの家の引き出しの中で、新しい電池と長い雨の午後を静かに待っています。"
            "もう一度手に取れば、あの日の音がすぐに帰ってきます。",
            "第二位。小さな電池四本でおよそ15時間も動きました。ライバルは六本の電池を5時間ほどで使い切り、見た目はずっと美しかったのに、"
            "最後には誰の役にも立たず、静かに忘れられていきました。",
            "第一位。1993年、ある宇宙飛行士がテトリスと一緒にゲームボーイを宇宙ステーションのミールへ運びました。小さな機械は地球を何千回も"
            "まわり、そして無事に家へ帰ってきたのです。",
        ),
        "最初に遊んだのは何ですか?",
        "続きはフォローして見てください。",
        "宇宙へ行ったゲームボーイ",
        ("ゲームボーイ", "宇宙"),
    ),
    "tr": Told(
        "Game Boy uzaya hepimizden çok daha önce gitti.",
        "Uzaya ilk o gitti",
        (
            "Üç numara. Renkli kardeşiyle birlikte 118,69 milyon adet satıldı ve bugün hâlâ birçok çekmecede yeni pilleri "
            "ve uzun, yağmurlu bir akşamı sabırla bekliyor, çünkü eski oyunlar hiçbir zaman gerçekten eskimiyor.",
            "İki numara. Dört küçük pille yaklaşık 15 saat çalışırdı, rakibi ise altı pili yaklaşık 5 saatte bitirirdi ve "
            "çok daha güzel görünürdü, ama sonunda bu güzellik hiç kimsenin işine yaramadı ve kısa sürede unutuldu.",
            "Bir numara. 1993 yılında bir kozmonot Tetris ile birlikte bir Game Boy'u Mir uzay istasyonuna götürdü ve küçük "
            "makine Dünya'nın çevresinde binlerce kez döndükten sonra sağ salim evine geri döndü, hâlâ da çalışıyor.",
        ),
        "İlk oyun konsolun hangisiydi?",
        "Daha fazlası için bizi izleyin.",
        "Uzaya giden Game Boy",
        ("gameboy", "ışıklıoyunlar"),
    ),
}


class Native(Scripted):
    """Tells the story in `language`, in exactly the lengths that the prompts ask for."""

    def __init__(self, language: str) -> None:
        self.told = TOLD[language]
        hook = {"fact": "f1", "narration": self.told.hook, "headline": self.told.headline, "sub": ""}
        super().__init__({"hook": hook, "angle": self._angle()})

    def answer(self, prompt: Prompt, ask: Ask) -> RawAnswer:
        """Write the words of the scenes after the prompt's own budgets; anything else is as for everybody."""
        if prompt.name != "wording":
            return super().answer(prompt, ask)
        self.prompts.append(prompt)
        return RawAnswer(text=json.dumps(self._wording(prompt.user), ensure_ascii=False), ended=Ended.COMPLETE)

    def _angle(self) -> dict[str, str]:
        return {"angle": self.told.hook, "promise": self.told.title}

    def _wording(self, asked: str) -> dict[str, Any]:
        found = _DATA.search(asked)
        assert found, asked
        scenes: list[dict[str, Any]] = json.loads(found[1])
        written = [
            {"fact": one["fact"], "title": self.told.title, "narration": cut_to(text, one)}
            for one, text in zip(scenes, self.told.scenes, strict=True)
        ]
        told = {"question": self.told.question, "action": self.told.action, "title": self.told.title}
        more = {"description": self.told.hook, "hashtags": list(self.told.hashtags)}
        return good_answers()["wording"] | told | more | {"scenes": written}


def cut_to(text: str, budget: dict[str, Any]) -> str:
    """The beginning of `text` in as many words or characters as the scene's budget has, ended like a sentence."""
    words, kept = split_words(text), list[Any]()
    most = budget.get("words") or budget["characters"]
    for word in words:
        count = len(kept) + 1 if "words" in budget else count_characters(join_words([*kept, word]))
        if count > most:
            break
        kept.append(word)
    said = join_words(kept).rstrip(" ,;:،、")
    ended = said.endswith((".", "।", "。", "؟", "?"))
    return said if ended else said + ("。" if "characters" in budget else "।" if "।" in text else ".")
