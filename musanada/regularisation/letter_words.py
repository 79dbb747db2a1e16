"""What receipts and letters say, written whole in the two languages of the administration.

They are printed for the applicant in the language of their choice, whatever the interface's.
"""

from collections.abc import Mapping

Words = Mapping[str, Mapping[str, str]]

RECEIPT: Words = {
    "title": {"fr": "Récépissé de dépôt", "ar": "وصل إيداع طلب"},
    "number": {"fr": "Numéro du dossier", "ar": "رقم الملف"},
    "lodged": {"fr": "Déposé le", "ar": "تاريخ الإيداع"},
    "due": {"fr": "Avis de la commission attendu avant le", "ar": "رأي اللجنة منتظر قبل"},
    "claims": {"fr": "Catégories demandées", "ar": "الفئات المطلوبة"},
    "given": {"fr": "Pièces remises", "ar": "الوثائق المسلمة"},
    "none": {"fr": "Aucune", "ar": "لا شيء"},
    "missing": {"fr": "Pièces à apporter", "ar": "الوثائق التي يجب إحضارها"},
    "one_of": {"fr": "Une de ces pièces : %s", "ar": "واحدة من هذه الوثائق: %s"},
    "between": {"fr": " ; ", "ar": "، "},
    "complete": {
        "fr": "Toutes les pièces demandées sont au dossier.",
        "ar": "كل الوثائق المطلوبة موجودة في الملف.",
    },
    "window": {"fr": "Suivre votre dossier", "ar": "تتبع ملفكم"},
    "window_help": {
        "fr": "À cette adresse, avec le numéro du dossier et votre code, vous verrez où en est votre demande.",
        "ar": "في هذا العنوان، برقم الملف ورمزكم السري، يمكنكم معرفة مآل طلبكم.",
    },
    "secret": {"fr": "Votre code secret", "ar": "رمزكم السري"},
    "keep": {
        "fr": "Gardez cette feuille : ce code n'est écrit nulle part ailleurs. Ne le donnez à personne.",
        "ar": "احتفظوا بهذه الورقة: هذا الرمز غير مكتوب في أي مكان آخر. لا تعطوه لأحد.",
    },
    "code": {"fr": "Code du dossier %s", "ar": "رمز الملف %s"},
    "stamp": {"fr": "Cachet et signature du bureau", "ar": "خاتم المكتب وتوقيعه"},
    "not_a_permit": {
        "fr": "Ce récépissé prouve le dépôt de la demande. Il ne vaut pas titre de séjour.",
        "ar": "يثبت هذا الوصل إيداع الطلب، ولا يقوم مقام سند إقامة.",
    },
}

LETTER: Words = {
    "title": {"fr": "Notification d'une décision", "ar": "تبليغ قرار"},
    "person": {"fr": "Demandeur", "ar": "صاحب الطلب"},
    "number": {"fr": "Numéro du dossier", "ar": "رقم الملف"},
    "lodged": {"fr": "Demande déposée le", "ar": "تاريخ إيداع الطلب"},
    "decided": {"fr": "Décision du", "ar": "تاريخ القرار"},
    "by": {"fr": "Prise par", "ar": "الجهة المقررة"},
    "retained": {"fr": "Catégorie retenue", "ar": "الفئة المعتمدة"},
    "dated": {"fr": "Lettre du", "ar": "تاريخ الرسالة"},
    "favourable": {
        "fr": "Votre demande de régularisation a reçu une décision favorable.",
        "ar": "حظي طلبكم لتسوية الوضعية بقرار إيجابي.",
    },
    "unfavourable": {
        "fr": "Votre demande de régularisation a reçu un avis défavorable.",
        "ar": "صدر بشأن طلبكم لتسوية الوضعية رأي سلبي.",
    },
    "final": {
        "fr": "Votre recours a été rejeté. Cette décision de la commission nationale est prise en dernier ressort.",
        "ar": "تم رفض طعنكم. قرار اللجنة الوطنية هذا نهائي من جانبها.",
    },
    "first": {"fr": "La commission du bureau", "ar": "لجنة المكتب"},
    "reasons": {"fr": "Pourquoi", "ar": "الأسباب"},
    "next": {"fr": "Ce que vous pouvez faire", "ar": "ما يمكنكم القيام به"},
    "card": {
        "fr": "Présentez-vous au bureau avec cette lettre et votre récépissé : votre carte de séjour sera commandée.",
        "ar": "احضروا إلى المكتب ومعكم هذه الرسالة والوصل: سيتم طلب بطاقة إقامتكم.",
    },
    "appeal": {
        "fr": "Vous pouvez faire recours, au bureau ou directement auprès de : %s.",
        "ar": "يمكنكم تقديم طعن بالمكتب أو مباشرة لدى: %s.",
    },
    "appeal_days": {
        "fr": "Le recours se dépose dans les %s jours qui suivent la réception de cette lettre.",
        "ar": "يقدم الطعن داخل أجل %s يوما من تسلم هذه الرسالة.",
    },
    "appeal_free": {
        "fr": "L'opération ne fixe pas de délai à ce recours ; il est gratuit.",
        "ar": "لا تحدد العملية أجلا لهذا الطعن، وهو مجاني.",
    },
    "court": {
        "fr": "Vous pouvez aussi saisir le tribunal administratif dans les %s jours qui suivent la réception de cette lettre (loi 02-03, article 20).",
        "ar": "يمكنكم أيضا اللجوء إلى المحكمة الإدارية داخل أجل %s يوما من تسلم هذه الرسالة (القانون 02-03، المادة 20).",
    },
    "to_confirm": {"fr": "(délai à confirmer)", "ar": "(أجل يجب تأكيده)"},
    "help": {
        "fr": "Une association peut vous aider à préparer ces démarches.",
        "ar": "يمكن لجمعية أن تساعدكم في إعداد هذه الإجراءات.",
    },
    "delivery": {"fr": "Remise de la lettre", "ar": "تسليم الرسالة"},
    "received_on": {"fr": "Reçue le", "ar": "تسلمت بتاريخ"},
    "signature": {"fr": "Signature ou empreinte", "ar": "التوقيع أو البصمة"},
    "stamp": {"fr": "Cachet et signature du bureau", "ar": "خاتم المكتب وتوقيعه"},
}  # fmt: skip

# The coded reasons of a refusal (``Refusal``) as a sentence to the person.
REASONS: Words = {
    "category": {
        "fr": "Votre situation ne correspond pas aux catégories demandées.",
        "ar": "وضعيتكم لا تطابق الفئات المطلوبة.",
    },
    "length": {
        "fr": "La durée demandée (séjour, vie commune ou travail) n'est pas établie par vos pièces.",
        "ar": "المدة المطلوبة (الإقامة أو العيش المشترك أو العمل) لا تثبتها وثائقكم.",
    },
    "identity": {
        "fr": "Votre identité n'est pas établie par vos pièces.",
        "ar": "هويتكم غير مثبتة بوثائقكم.",
    },
    "evidence": {
        "fr": "Les preuves présentées n'ont pas été retenues.",
        "ar": "لم يتم اعتماد الحجج المقدمة.",
    },
    "absent": {
        "fr": "Vous ne vous êtes pas présenté à la convocation de la commission.",
        "ar": "لم تحضروا للاستدعاء الذي وجهته اللجنة.",
    },
    "public_order": {"fr": "Un motif d'ordre public a été retenu.", "ar": "تم اعتماد سبب يتعلق بالنظام العام."},
    "window": {
        "fr": "La demande a été déposée en dehors de la période de l'opération.",
        "ar": "أودع الطلب خارج فترة العملية.",
    },
    "duplicate": {"fr": "Vous avez déjà un autre dossier.", "ar": "لديكم ملف آخر."},
    "other": {"fr": "Autre motif, précisé ci-dessous.", "ar": "سبب آخر مبين أسفله."},
}  # fmt: skip


def say(words: Words, key: str, lang: str, value: object = None) -> str:
    text = words[key]["ar" if lang == "ar" else "fr"]
    return text % value if value is not None else text
