"""Words that put something off: whoever says yes and one of them hasn't said "now". Folded, of every language but English."""

TIMES = frozenset(
    "morgen ubermorgen uebermorgen heute abend mittag nachmittag montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag woche wochen monat monate jahr stunde stunden "
    "spater spaeter nachher bald demnachst demnaechst erst danach falls sobald wochenende ostern weihnachten urlaub "
    "demain apres soir midi lundi mardi mercredi jeudi vendredi samedi dimanche semaine semaines mois annee heure heures tard tantot bientot week-end vacances quand "
    "manana pasado tarde noche lunes martes miercoles jueves viernes sabado domingo semana semanas mes meses ano hora horas luego despues pronto cuando vacaciones "
    "yarin obur aksam ogle pazartesi sali carsamba persembe cuma cumartesi pazar hafta haftaya ay aya yil saat sonra simdilik bayram bayramdan tatil tatilden once "
    "غدا غدًا بكرا بكرة بكره بعدين لاحقا الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعة السبت الاسبوع اسبوع الشهر شهر السنة ساعة المساء الليلة قبل بعد لما عندما العيد "
    "january february march april may june july august september october november december januar februar marz april mai juni juli august september oktober november dezember "
    "janvier fevrier mars avril juin juillet aout septembre octobre decembre enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre "
    "ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik".split()
)
