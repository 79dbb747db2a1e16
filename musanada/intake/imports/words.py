"""How offices head their columns, by field: French, Arabic, English, Spanish. Articles and accents do not matter."""

PEOPLE: dict[str, tuple[str, ...]] = {
    "name": (
        "nom complet", "nom et prénom", "noms et prénoms", "nom et prénoms", "prénom et nom", "nom prénom", "identité", "bénéficiaire",
        "nom du bénéficiaire", "nom et prénom du bénéficiaire", "الاسم الكامل", "الاسم والنسب", "الإسم و النسب", "اسم المستفيد", "الاسم",
        "full name", "name", "beneficiary name", "beneficiary", "name of beneficiary", "nombre completo", "nombre y apellidos", "beneficiario",
    ),
    "family": (
        "nom", "noms", "nom de famille", "nom famille", "patronyme", "النسب", "اسم العائلة", "الاسم العائلي", "اللقب", "family name", "last name",
        "surname", "apellido", "apellidos",
    ),
    "given": (
        "prénom", "prénoms", "الاسم الشخصي", "الاسم الأول", "given name", "given names", "first name", "forename", "nombre", "nombres", "nombre de pila",
    ),
    "name_ar": ("nom en arabe", "nom arabe", "nom complet en arabe", "الاسم بالعربية", "الاسم الكامل بالعربية", "arabic name", "name in arabic", "nombre en árabe"),
    "mother": (
        "nom de la mère", "mère", "mère nom", "nom et prénom de la mère", "nom mère", "prénom de la mère", "اسم الأم", "اسم الام", "الأم", "اسم الوالدة",
        "mother", "mother's name", "name of mother", "mothers name", "mother name", "nombre de la madre", "madre",
    ),
    "sex": ("sexe", "genre", "sexe m f", "sexe f h", "الجنس", "النوع", "sex", "gender", "sexo", "género"),
    "birth": (
        "date de naissance", "date naissance", "naissance", "né le", "née le", "né e le", "ddn", "année de naissance", "date ou année de naissance",
        "تاريخ الازدياد", "تاريخ الولادة", "تاريخ الميلاد", "سنة الازدياد", "سنة الميلاد", "birth date", "date of birth", "dob", "birthdate", "year of birth",
        "birth year", "born", "fecha de nacimiento", "fecha nacimiento", "año de nacimiento",
    ),
    "age": ("âge", "âge ans", "âge en années", "العمر", "السن", "age years", "edad"),
    "nationality": (
        "nationalité", "nationalités", "pays d'origine", "pays de nationalité", "pays origine", "الجنسية", "بلد الأصل", "البلد الأصلي", "nationality",
        "citizenship", "country of origin", "country of nationality", "nacionalidad", "país de origen",
    ),
    "phone": (
        "téléphone", "tél", "tel", "n° de téléphone", "numéro de téléphone", "gsm", "portable", "mobile", "contact téléphonique", "الهاتف", "رقم الهاتف",
        "الهاتف المحمول", "phone", "phone number", "telephone", "mobile phone", "teléfono", "móvil",
    ),
    "local_number": (
        "n° dossier", "numéro de dossier", "dossier", "code", "code bénéficiaire", "id", "identifiant", "matricule", "référence dossier", "رقم الملف",
        "رمز المستفيد", "المعرف", "case number", "case id", "beneficiary id", "file number", "número de expediente", "código", "expediente",
    ),
    "passport": ("passeport", "n° de passeport", "numéro passeport", "n° passeport", "جواز السفر", "رقم جواز السفر", "passport", "passport number", "passport no", "pasaporte", "número de pasaporte"),
    "consular_card": ("carte consulaire", "n° carte consulaire", "البطاقة القنصلية", "consular card", "consular card number", "tarjeta consular"),
    "unhcr": ("hcr", "n° hcr", "attestation hcr", "numéro hcr", "certificat hcr", "unhcr", "unhcr number", "المفوضية", "رقم المفوضية", "acnur"),
    "residence_card": ("carte d'immatriculation", "carte de séjour", "titre de séjour", "n° carte de séjour", "بطاقة الإقامة", "بطاقة التسجيل", "residence card", "residence permit", "tarjeta de residencia"),
    "met_on": (
        "date d'enregistrement", "date enregistrement", "enregistré le", "date d'inscription", "première rencontre", "date de premier contact", "date d'accueil",
        "تاريخ التسجيل", "تاريخ الاستقبال", "registration date", "registered on", "date registered", "date of registration", "intake date", "fecha de registro",
        "fecha de inscripción",
    ),
    "place": ("ville", "commune", "lieu de résidence", "ville de résidence", "localité", "résidence", "المدينة", "الجماعة", "مكان الإقامة", "city", "town", "location", "place of residence", "ciudad", "municipio", "localidad"),
    "languages": ("langue", "langues", "langues parlées", "langue parlée", "اللغة", "اللغات", "language", "languages", "languages spoken", "idioma", "idiomas"),
}  # fmt: skip
