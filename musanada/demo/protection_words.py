"""Sentences of invented files: short, without a name, in the words of those who do this work."""

VIEWS = (
    "Veut apprendre un métier et rester où il a des amis.",
    "Veut parler à sa mère au téléphone avant de décider quoi que ce soit.",
    "Ne veut pas rentrer maintenant ; veut aller à l'école.",
    "Veut rejoindre un frère plus âgé qui vit dans une autre ville.",
    "Dit avoir peur dans la rue ; demande un lit et un docteur.",
    "Veut rentrer chez sa grand-mère, si elle l'accepte.",
    "Ne sait pas encore ; demande du temps.",
)
MATURITY = (
    "Comprend les options et leurs suites ; sa parole pèse beaucoup.",
    "Répond clairement, mais se fatigue vite : deux entretiens courts.",
    "Jeune pour son âge ; l'entretien s'est fait avec des dessins.",
)
FOUND = {
    "views": ("Dit la même chose aux deux entretiens.", "A changé d'avis une fois, après l'appel à la famille."),
    "safety": ("Dort en lieu sûr depuis deux semaines.", "Lieu de vie dangereux la nuit.", "Pas de danger connu aujourd'hui."),
    "family": ("En contact avec la mère par téléphone.", "Aucune nouvelle de la famille.", "Un oncle répond, prudemment."),
    "development": ("Parle deux langues, aime le football.", "S'isole ; un éducateur est proche de lui."),
    "health": ("Bilan de santé fait, soins en cours.", "Rien de grave au bilan.", "Sommeil difficile, suivi psychosocial."),
    "education": ("A quitté l'école à dix ans.", "Primaire achevé, veut continuer.", "Suit un cours de langue."),
}  # fmt: skip
REASONS = (
    "C'est ce qu'il demande, et rien de mieux n'est possible aujourd'hui.",
    "La sécurité d'abord ; le reste se décide quand la famille aura répondu.",
    "La famille est vérifiée et l'attend ; le retour est préparé avec elle.",
    "Aucune famille trouvée ; un accueil stable vaut mieux qu'une attente.",
)
PROS = ("Il le veut.", "Lieu sûr et connu.", "École à côté.", "La famille est prête.")
CONS = (
    "Loin de ses amis.",
    "Place non garantie.",
    "La famille vit de peu.",
    "Demande des papiers longs à obtenir.",
)
RISKS = {
    "high": ("Dort dehors, moins de treize ans ou menacé.", "Exploitation possible, suivi rapproché."),
    "medium": ("Hébergement incertain.", "Consommation de solvants par moments."),
    "low": ("En lieu sûr, suivi régulier.", "Stable depuis la dernière visite."),
}
PLAN = (
    ("Être en lieu sûr", "Chercher une place en centre", "Chargé de protection"),
    ("Se soigner", "Accompagner au centre de santé", "Association partenaire"),
    ("Retourner à l'école", "Inscrire à la seconde chance", "Gestionnaire de cas"),
    ("Avoir des papiers", "Écrire au consulat, avec son accord", "Juriste"),
    ("Retrouver sa famille", "Premier appel, avec l'interprète", "Chargé de protection"),
)
DONE = ("Fait, il est satisfait.", "Fait ; à suivre le mois prochain.", "Fait avec le partenaire.")
AGENCIES = ("Association partenaire", "Entraide nationale", "Centre de santé", "Barreau, permanence mineurs")
CENTRES = ("Centre d'accueil, quartier est", "Foyer partenaire", "Maison d'enfants", "Centre d'urgence")
SEEN = (
    "Va bien, vu seul, mange et dort bien.",
    "Inquiet pour ses papiers.",
    "Demande à changer de chambre.",
    "Va en cours chaque jour.",
)
TRIED = (
    "Téléphone coupé, personne au lieu habituel.",
    "Passé deux fois, voisins sans nouvelles.",
    "Message sans réponse.",
)
CLOSED = (
    "Ce qui était prévu est fait.",
    "Suivi achevé, avec son accord.",
    "Plus de nouvelles malgré les passages.",
)
SPOTS = (
    "Gare routière",
    "Port",
    "Marché central",
    "Jardin public",
    "Derrière la mosquée",
    "Forêt, piste haute",
    "Front de mer",
)
NICKNAMES = (
    "Petit", "Messi", "Le Long", "Bobo", "Drogba", "Casquette", "Vieux", "Rapide", "Mimi", "Coach", "Docteur", "Salam",
    "Abou", "Tonton", "Chance", "Le Sage", "Bleu", "Kaba", "Sourire", "Zizou",
)  # fmt: skip
MARKS = ("Cicatrice au front.", "Pull rouge, sac à dos noir.", "Boite un peu.", "")
ROUTES = {
    "GIN": (("GIN", "Conakry"), ("MLI", "Bamako"), ("DZA", "Tamanrasset"), ("MAR", "Oujda")),
    "CIV": (("CIV", "Abidjan"), ("MLI", "Bamako"), ("DZA", "Tamanrasset"), ("MAR", "Oujda")),
    "SEN": (("SEN", "Dakar"), ("MRT", "Nouakchott"), ("MAR", "Laâyoune")),
    "MLI": (("MLI", "Kayes"), ("DZA", "Timiaouine"), ("MAR", "Oujda")),
    "CMR": (("CMR", "Douala"), ("NGA", "Kano"), ("NER", "Agadez"), ("DZA", "Tamanrasset"), ("MAR", "Oujda")),
    "SDN": (("SDN", "Khartoum"), ("LBY", "Al Kufrah"), ("DZA", "Debdeb"), ("MAR", "Oujda")),
    "MAR": (("MAR", "Béni Mellal"), ("MAR", "Nador")),
}  # fmt: skip
