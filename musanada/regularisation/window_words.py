"""What the public window says: one short sentence a state, for the applicant, in the four languages.

Written whole in each language, as the letters are: a sentence here may be all that somebody reads of their file. A
decision that was not told yet says the same whichever way it went. No reason, no name, no office.
"""

from collections.abc import Mapping

FAVOURABLE_OR_NOT = {
    "fr": "La commission a examiné votre demande. Venez au bureau avec votre récépissé pour connaître la décision.",
    "ar": "درست اللجنة طلبكم. احضروا إلى المكتب ومعكم الوصل لمعرفة القرار.",
    "en": "The commission has examined your request. Come to the office with your receipt to learn the decision.",
    "es": "La comisión ha examinado su solicitud. Acuda a la oficina con su recibo para conocer la decisión.",
}
COME = {
    "fr": "Venez au bureau avec votre récépissé : on vous y dira où en est votre dossier.",
    "ar": "احضروا إلى المكتب ومعكم الوصل: سيخبرونكم هناك بوضعية ملفكم.",
    "en": "Come to the office with your receipt: you will be told there how your file stands.",
    "es": "Acuda a la oficina con su recibo: allí le dirán cómo está su expediente.",
}
RECEIVED = {
    "fr": "Votre demande est déposée. Le bureau vérifie vos pièces.",
    "ar": "تم إيداع طلبكم. المكتب يتحقق من وثائقكم.",
    "en": "Your request has been received. The office is checking your documents.",
    "es": "Su solicitud está presentada. La oficina comprueba sus documentos.",
}
MAKING = {
    "fr": "Votre demande est acceptée. Votre carte de séjour est en préparation.",
    "ar": "تم قبول طلبكم. بطاقة إقامتكم قيد الإعداد.",
    "en": "Your request is accepted. Your residence card is being made.",
    "es": "Su solicitud está aceptada. Su tarjeta de residencia se está preparando.",
}

SENTENCES: Mapping[str, Mapping[str, str]] = {
    "lodged": RECEIVED,
    "incomplete": {
        "fr": "Il manque des pièces à votre dossier. Apportez-les au bureau : la liste est sur votre récépissé.",
        "ar": "تنقص ملفكم وثائق. أحضروها إلى المكتب: اللائحة مكتوبة في الوصل.",
        "en": "Documents are missing from your file. Bring them to the office: the list is on your receipt.",
        "es": "Faltan documentos en su expediente. Llévelos a la oficina: la lista está en su recibo.",
    },
    "complete": {
        "fr": "Votre dossier est complet. Il sera présenté à la commission.",
        "ar": "ملفكم كامل. سيعرض على اللجنة.",
        "en": "Your file is complete. It will go before the commission.",
        "es": "Su expediente está completo. Se presentará a la comisión.",
    },
    "scheduled": {
        "fr": "Votre dossier sera examiné par la commission.",
        "ar": "ستدرس اللجنة ملفكم.",
        "en": "The commission will examine your file.",
        "es": "La comisión examinará su expediente.",
    },
    "adjourned": {
        "fr": "La commission a reporté l'examen de votre dossier à une autre séance.",
        "ar": "أجلت اللجنة دراسة ملفكم إلى جلسة أخرى.",
        "en": "The commission has put off your file to another session.",
        "es": "La comisión ha aplazado el examen de su expediente a otra sesión.",
    },
    "favourable": FAVOURABLE_OR_NOT,
    "unfavourable": FAVOURABLE_OR_NOT,
    "appeal_favourable": FAVOURABLE_OR_NOT,
    "relieved": FAVOURABLE_OR_NOT,
    "refused": FAVOURABLE_OR_NOT,
    "notified": {
        "fr": "Votre demande est acceptée. Votre carte de séjour va être commandée.",
        "ar": "تم قبول طلبكم. سيتم طلب بطاقة إقامتكم.",
        "en": "Your request is accepted. Your residence card is about to be ordered.",
        "es": "Su solicitud está aceptada. Se va a pedir su tarjeta de residencia.",
    },
    "notified_refusal": {
        "fr": "Votre demande n'a pas été acceptée. Vous pouvez demander un nouvel examen : le bureau vous dit comment.",
        "ar": "لم يقبل طلبكم. يمكنكم أن تطلبوا دراسة جديدة: سيشرح لكم المكتب كيف.",
        "en": "Your request was not accepted. You may ask for a new examination: the office tells you how.",
        "es": "Su solicitud no fue aceptada. Puede pedir un nuevo examen: la oficina le explica cómo.",
    },
    "appeal": {
        "fr": "Votre recours est reçu. La commission nationale va l'examiner.",
        "ar": "تم استلام طعنكم. ستدرسه اللجنة الوطنية.",
        "en": "Your appeal has been received. The national commission will examine it.",
        "es": "Su recurso está recibido. La comisión nacional lo examinará.",
    },
    "card_ordered": MAKING,
    "card_printed": {
        "fr": "Votre carte est prête. Venez la chercher au bureau, avec votre récépissé et votre passeport.",
        "ar": "بطاقتكم جاهزة. احضروا لتسلمها من المكتب، ومعكم الوصل وجواز السفر.",
        "en": "Your card is ready. Come and collect it at the office, with your receipt and your passport.",
        "es": "Su tarjeta está lista. Recójala en la oficina, con su recibo y su pasaporte.",
    },
    "card_valid": {
        "fr": "Votre carte de séjour est valable. Pensez à demander son renouvellement avant sa fin.",
        "ar": "بطاقة إقامتكم صالحة. لا تنسوا طلب تجديدها قبل انتهائها.",
        "en": "Your residence card is valid. Remember to ask for its renewal before it ends.",
        "es": "Su tarjeta de residencia es válida. Recuerde pedir su renovación antes de que venza.",
    },
    "card_lapsed": {
        "fr": "Votre carte de séjour n'est plus valable. Venez au bureau demander son renouvellement.",
        "ar": "انتهت صلاحية بطاقة إقامتكم. احضروا إلى المكتب لطلب تجديدها.",
        "en": "Your residence card is no longer valid. Come to the office to ask for its renewal.",
        "es": "Su tarjeta de residencia ya no es válida. Acuda a la oficina para pedir su renovación.",
    },
    "renewal": {
        "fr": "Votre demande de renouvellement est reçue. Elle est à l'étude.",
        "ar": "تم استلام طلب تجديد بطاقتكم. وهو قيد الدراسة.",
        "en": "Your request for renewal has been received. It is being examined.",
        "es": "Su solicitud de renovación está recibida. Se está estudiando.",
    },
    "card_issued": COME,
    "closed": COME,
    "closed_refused": {
        "fr": "Votre dossier est clos. Venez au bureau pour savoir ce que vous pouvez encore faire.",
        "ar": "تم إغلاق ملفكم. احضروا إلى المكتب لمعرفة ما يمكنكم القيام به.",
        "en": "Your file is closed. Come to the office to learn what you can still do.",
        "es": "Su expediente está cerrado. Acuda a la oficina para saber qué puede hacer todavía.",
    },
    "withdrawn": {
        "fr": "Votre demande a été retirée. Si ce n'est pas vous qui l'avez demandé, venez au bureau.",
        "ar": "تم سحب طلبكم. إذا لم تطلبوا ذلك، احضروا إلى المكتب.",
        "en": "Your request was withdrawn. If you did not ask for that, come to the office.",
        "es": "Su solicitud fue retirada. Si no lo pidió usted, acuda a la oficina.",
    },
    "duplicate": COME,
    "transferred": {
        "fr": "Votre dossier a été transféré à un autre bureau. Demandez votre nouveau récépissé à l'ancien bureau.",
        "ar": "تم نقل ملفكم إلى مكتب آخر. اطلبوا وصلكم الجديد من المكتب السابق.",
        "en": "Your file was transferred to another office. Ask the former office for your new receipt.",
        "es": "Su expediente fue trasladado a otra oficina. Pida su nuevo recibo en la oficina anterior.",
    },
    "lapsed": {
        "fr": "Votre dossier est clos, car les pièces demandées ne sont pas arrivées. Venez au bureau : il peut être rouvert.",
        "ar": "تم إغلاق ملفكم لأن الوثائق المطلوبة لم تصل. احضروا إلى المكتب: يمكن إعادة فتحه.",
        "en": "Your file is closed because the documents asked for did not come. Come to the office: it can be reopened.",
        "es": "Su expediente está cerrado porque no llegaron los documentos pedidos. Acuda a la oficina: puede reabrirse.",
    },
    "deceased": COME,
}

# What the next date is the date of.
DATES: Mapping[str, Mapping[str, str]] = {
    "appointment": {
        "fr": "Un rendez-vous vous est donné au bureau le",
        "ar": "موعدكم في المكتب يوم",
        "en": "You have an appointment at the office on",
        "es": "Tiene cita en la oficina el",
    },
    "session": {
        "fr": "La commission se réunit le",
        "ar": "تجتمع اللجنة يوم",
        "en": "The commission meets on",
        "es": "La comisión se reúne el",
    },
    "opinion": {
        "fr": "L'avis de la commission est attendu au plus tard le",
        "ar": "ينتظر رأي اللجنة في أجل أقصاه",
        "en": "The commission's opinion is due by",
        "es": "El dictamen de la comisión se espera a más tardar el",
    },
    "appeal": {
        "fr": "Vous pouvez demander ce nouvel examen jusqu'au",
        "ar": "يمكنكم طلب هذه الدراسة الجديدة إلى غاية",
        "en": "You may ask for this new examination until",
        "es": "Puede pedir este nuevo examen hasta el",
    },
    "card": {
        "fr": "Votre carte est valable jusqu'au",
        "ar": "بطاقتكم صالحة إلى غاية",
        "en": "Your card is valid until",
        "es": "Su tarjeta es válida hasta el",
    },
    "card_over": {
        "fr": "Votre carte était valable jusqu'au",
        "ar": "كانت بطاقتكم صالحة إلى غاية",
        "en": "Your card was valid until",
        "es": "Su tarjeta era válida hasta el",
    },
}


def sentence(code: str, lang: str) -> str:
    """The sentence of a state; what nobody has put in words asks the applicant to come."""
    words = SENTENCES.get(code, COME)
    return words.get(lang, words["fr"])


def date_label(kind: str, lang: str) -> str:
    words = DATES[kind]
    return words.get(lang, words["fr"])
