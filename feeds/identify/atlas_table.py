"""Places, bodies and subjects of the news by their names in four languages: what texts in two of them can share.

One line is one of them: its names in English | French | Spanish | Arabic, several of one language apart by a
comma. ``name*`` is every word that begins so, as for what its people are called. Case, accents, Arabic letter
forms and proclitics do not matter. To add one, add a line; one that has no name in a language leaves it empty.
"""

from __future__ import annotations

# ruff: noqa: E501 -- a line is one thing in all languages

LANGUAGES = ("en", "fr", "es", "ar")

COUNTRIES = """
Morocco, Moroccan* | Maroc, marocain* | Marruecos, marroqui* | المغرب, مغربي*
Algeria, Algerian*, Algiers | Algérie, algérien*, Alger | Argelia, argelin*, Argel | الجزائر, جزائري*
Tunisia, Tunisian*, Tunis | Tunisie, tunisien*, Tunis | Túnez, tunecin* | تونس, تونسي*
Libya, Libyan* | Libye, libyen* | Libia, libio*, libia* | ليبيا, ليبي*
Egypt, Egyptian* | Égypte, égyptien* | Egipto, egipci* | مصر, مصري*
Sudan, Sudanese | Soudan, soudanais* | Sudán, sudanes* | السودان, سوداني*
Mauritania, Mauritanian* | Mauritanie, mauritanien* | Mauritania, mauritan* | موريتانيا, موريتاني*
Senegal, Senegalese | Sénégal, sénégalais* | Senegal, senegales* | السنغال, سنغالي*
Mali, Malian* | Mali, malien* | Malí, maliens* | جمهورية مالي
Niger, Nigerien* | Niger, nigérien* | Níger, nigerin* | النيجر
Nigeria, Nigerian* | Nigeria, nigérian* | Nigeria, nigerian* | نيجيريا, نيجيري*
Ethiopia, Ethiopian* | Éthiopie, éthiopien* | Etiopía, etiope* | إثيوبيا, إثيوبي*
Somalia, Somali* | Somalie, somalien* | Somalia, somali* | الصومال, صومالي*
Kenya, Kenyan* | Kenya, kényan* | Kenia, kenian* | كينيا, كيني*
Uganda, Ugandan* | Ouganda, ougandais* | Uganda, ugandes* | أوغندا, أوغندي*
Congo, Congolese | Congo, RDC, congolais* | Congo, congoleñ* | الكونغو, كونغولي*
South Africa, South African* | Afrique du Sud, sud-africain* | Sudáfrica, sudafrican* | جنوب إفريقيا, جنوب أفريقيا
Madagascar, Malagasy | Madagascar, malgache* | Madagascar, malgache* | مدغشقر
Ivory Coast, Ivorian* | Côte d'Ivoire, ivoirien* | Costa de Marfil, marfileñ* | ساحل العاج, كوت ديفوار
Cameroon, Cameroonian* | Cameroun, camerounais* | Camerún, camerunes* | الكاميرون, كاميروني*
Syria, Syrian* | Syrie, syrien* | Siria, sirio*, siria* | سوريا, سورية, سوري*
Lebanon, Lebanese | Liban, libanais* | Líbano, libanes* | لبنان, لبناني*
Jordan, Jordanian* | Jordanie, jordanien* | Jordania, jordan* | الأردن, أردني*
Iraq, Iraqi* | Irak, irakien* | Irak, iraqui* | العراق, عراقي*
Iran, Iranian* | Iran, iranien* | Irán, irani* | إيران, إيراني*
Israel, Israeli* | Israël, israélien* | Israel, israeli* | إسرائيل, إسرائيلي*
Palestine, Palestinian* | Palestine, palestinien* | Palestina, palestin* | فلسطين, فلسطيني*
Gaza | Gaza | Gaza | غزة
Saudi Arabia, Saudi* | Arabie saoudite, saoudien* | Arabia Saudí, saudi* | السعودية, سعودي*
Yemen, Yemeni* | Yémen, yéménite* | Yemen, yemeni* | اليمن, يمني*
Qatar, Qatari* | Qatar, qatari* | Catar, Qatar, catari* | قطر, قطري*
Emirates, Emirati* | Émirats, émirati* | Emiratos, emirati* | الإمارات, إماراتي*
Kuwait, Kuwaiti* | Koweït, koweïtien* | Kuwait, kuwaiti* | الكويت, كويتي*
Bahrain, Bahraini* | Bahreïn, bahreïni* | Bahréin, bareini* | البحرين, بحريني*
Oman, Omani* | Oman, omanais* | Omán, omani* | سلطنة عمان, عماني*
Turkey, Turkiye, Turkish | Turquie, turc, turcs, turque* | Turquía, turco*, turca* | تركيا, تركي*
France, French | France, français* | Francia, frances* | فرنسا, فرنسي*
Spain, Spanish, Spaniard* | Espagne, espagnol* | España, español* | إسبانيا, إسباني*
Portugal, Portuguese | Portugal, portugais* | Portugal, portugues* | البرتغال, برتغالي*
Italy, Italian* | Italie, italien* | Italia, italian* | إيطاليا, إيطالي*
Germany, German* | Allemagne, allemand* | Alemania, aleman* | ألمانيا, ألماني*
Britain, British, United Kingdom, UK | Royaume-Uni, Grande-Bretagne, britannique* | Reino Unido, britanic* | بريطانيا, بريطاني*, المملكة المتحدة
Belgium, Belgian* | Belgique, belge* | Bélgica, belga* | بلجيكا, بلجيكي*
Netherlands, Dutch | Pays-Bas, néerlandais* | Países Bajos, Holanda, neerlandes* | هولندا, هولندي*
Switzerland, Swiss | Suisse* | Suiza, suizo* | سويسرا, سويسري*
Austria, Austrian* | Autriche, autrichien* | Austria, austriac* | النمسا, نمساوي*
Greece, Greek* | Grèce, grec, grecs, grecque* | Grecia, grieg* | اليونان, يوناني*
Cyprus, Cypriot* | Chypre, chypriote* | Chipre, chipriot* | قبرص, قبرصي*
Malta, Maltese | Malte, maltais* | Malta, maltes* | مالطا, مالطي*
Poland, Polish | Pologne, polonais* | Polonia, polac* | بولندا, بولندي*
Hungary, Hungarian* | Hongrie, hongrois* | Hungría, hungar* | المجر, مجري*
Romania, Romanian* | Roumanie, roumain* | Rumanía, ruman* | رومانيا, روماني*
Bulgaria, Bulgarian* | Bulgarie, bulgare* | Bulgaria, bulgar* | بلغاريا, بلغاري*
Serbia, Serbian* | Serbie, serbe* | Serbia, serbi* | صربيا, صربي*
Czech Republic, Czech* | Tchéquie, tchèque* | Chequia, checo*, checa* | التشيك, تشيكي*
Sweden, Swedish | Suède, suédois* | Suecia, suec* | السويد, سويدي*
Norway, Norwegian* | Norvège, norvégien* | Noruega, norueg* | النرويج, نرويجي*
Denmark, Danish | Danemark, danois* | Dinamarca, danes* | الدنمارك, دنماركي*
Finland, Finnish | Finlande, finlandais* | Finlandia, finlandes* | فنلندا, فنلندي*
Ireland, Irish | Irlande, irlandais* | Irlanda, irlandes* | إيرلندا, أيرلندا, إيرلندي*
Russia, Russian* | Russie, russe* | Rusia, ruso, rusos, rusa, rusas | روسيا, روسي*
Ukraine, Ukrainian* | Ukraine, ukrainien* | Ucrania, ucranian* | أوكرانيا, أوكراني*
Georgia, Georgian* | Géorgie, géorgien* | Georgia, georgian* | جورجيا, جورجي*
Armenia, Armenian* | Arménie, arménien* | Armenia, armeni* | أرمينيا, أرميني*
Azerbaijan, Azerbaijani* | Azerbaïdjan, azerbaïdjanais* | Azerbaiyán, azerbaiyan* | أذربيجان
United States, U.S, American* | États-Unis, américain* | Estados Unidos, EEUU, EE UU, estadounidense* | الولايات المتحدة, أميركا, أمريكا, أميركي*, أمريكي*
Canada, Canadian* | Canada, canadien* | Canadá, canadiens* | كندا, كندي*
Mexico, Mexican* | Mexique, mexicain* | México, mexican* | المكسيك, مكسيكي*
Brazil, Brazilian* | Brésil, brésilien* | Brasil, brasileñ* | البرازيل, برازيلي*
Argentina, Argentine* | Argentine, argentin* | Argentina, argentino* | الأرجنتين, أرجنتيني*
Chile, Chilean* | Chili, chilien* | Chile, chilen* | تشيلي, تشيلي*
Peru, Peruvian* | Pérou, péruvien* | Perú, peruan* | البيرو
Colombia, Colombian* | Colombie, colombien* | Colombia, colombian* | كولومبيا, كولومبي*
Venezuela, Venezuelan* | Venezuela, vénézuélien* | Venezuela, venezolan* | فنزويلا, فنزويلي*
Ecuador, Ecuadorean* | équatorien* | ecuatorian* | الإكوادور
Cuba, Cuban* | Cuba, cubain* | Cuba, cuban* | كوبا, كوبي*
Haiti, Haitian* | Haïti, haïtien* | Haití, haitian* | هايتي
China, Chinese | Chine, chinois* | China, chino, chinos, china, chinas | الصين, صيني*
Japan, Japanese | Japon, japonais* | Japón, japones* | اليابان, ياباني*
India, Indian* | Inde, indien* | India, indio, indios | الهند, هندي*
Pakistan, Pakistani* | Pakistan, pakistanais* | Pakistán, pakistani* | باكستان, باكستاني*
Afghanistan, Afghan* | Afghanistan, afghan* | Afganistán, afgan* | أفغانستان, أفغاني*
Bangladesh, Bangladeshi* | Bangladesh, bangladais* | Bangladés, bangladesi* | بنغلادش, بنغلاديش
Indonesia, Indonesian* | Indonésie, indonésien* | Indonesia, indonesi* | إندونيسيا, إندونيسي*
Philippines, Filipino*, Philippine | Philippines, philippin* | Filipinas, filipin* | الفلبين, الفيليبين, فلبيني*
Vietnam, Vietnamese | Vietnam, vietnamien* | Vietnam, vietnamit* | فيتنام, فيتنامي*
Thailand, Thai | Thaïlande, thaïlandais* | Tailandia, tailandes* | تايلاند, تايلاندي*
South Korea, South Korean* | Corée du Sud, sud-coréen* | Corea del Sur, surcorean* | كوريا الجنوبية
North Korea, North Korean* | Corée du Nord, nord-coréen* | Corea del Norte, norcorean* | كوريا الشمالية
Australia, Australian* | Australie, australien* | Australia, australian* | أستراليا, أسترالي*
New Zealand | Nouvelle-Zélande, néo-zélandais* | Nueva Zelanda, neozelandes* | نيوزيلندا
"""

CITIES = """
Rabat | Rabat | Rabat | الرباط
Casablanca | Casablanca | Casablanca | الدار البيضاء
Marrakech, Marrakesh | Marrakech | Marrakech | مراكش
Agadir | Agadir | Agadir | أكادير
Tangier | Tanger | Tánger | طنجة
Tetouan | Tétouan | Tetuán | تطوان
Nador | Nador | Nador | الناظور
Oujda | Oujda | Uxda | وجدة
Laayoune | Laâyoune | El Aaiún | العيون
Ceuta | Ceuta, Sebta | Ceuta | سبتة
Melilla | Melilla | Melilla | مليلية
Oran | Oran | Orán | وهران
Annaba | Annaba | Annaba | عنابة
Sfax | Sfax | Sfax | صفاقس
Tripoli | Tripoli | Trípoli | طرابلس
Benghazi | Benghazi | Bengasi | بنغازي
Cairo | Le Caire | El Cairo | القاهرة
Alexandria | Alexandrie | Alejandría | الإسكندرية
Khartoum | Khartoum | Jartum | الخرطوم
Nouakchott | Nouakchott | Nuakchot | نواكشوط
Dakar | Dakar | Dakar | دكار, داكار
Bamako | Bamako | Bamako | باماكو
Niamey | Niamey | Niamey | نيامي
Abuja | Abuja | Abuya | أبوجا
Lagos | Lagos | Lagos | لاغوس
Addis Ababa | Addis-Abeba | Adís Abeba | أديس أبابا
Mogadishu | Mogadiscio | Mogadiscio | مقديشو
Nairobi | Nairobi | Nairobi | نيروبي
Kampala | Kampala | Kampala | كمبالا
Kinshasa | Kinshasa | Kinshasa, Kinsasa | كينشاسا
Johannesburg | Johannesburg | Johannesburgo | جوهانسبرغ
Antananarivo | Antananarivo | Antananarivo | أنتاناناريفو
Damascus | Damas | Damasco | دمشق
Aleppo | Alep | Alepo | حلب
Beirut | Beyrouth | Beirut | بيروت
Amman | Amman | Ammán | عمان
Baghdad | Bagdad | Bagdad | بغداد
Tehran | Téhéran | Teherán | طهران
Jerusalem | Jérusalem | Jerusalén | القدس
Tel Aviv | Tel-Aviv | Tel Aviv | تل أبيب
Ramallah | Ramallah | Ramala | رام الله
Riyadh | Riyad | Riad | الرياض
Jeddah | Djeddah | Yeda | جدة
Mecca | Mecque | Meca | مكة
Sanaa | Sanaa | Saná | صنعاء
Aden | Aden | Adén | عدن
Doha | Doha | Doha | الدوحة
Abu Dhabi | Abou Dhabi, Abou Dabi | Abu Dabi | أبوظبي, أبو ظبي
Dubai | Dubaï | Dubái | دبي
Ankara | Ankara | Ankara | أنقرة
Istanbul | Istanbul | Estambul | إسطنبول, اسطنبول
Paris | Paris | París | باريس
Lyon | Lyon | Lyon | ليون
Marseille | Marseille | Marsella | مرسيليا
Toulouse | Toulouse | Toulouse | تولوز
Madrid | Madrid | Madrid | مدريد
Barcelona | Barcelone | Barcelona | برشلونة
Seville | Séville | Sevilla | إشبيلية
Valencia | Valence | Valencia | فالنسيا
Gibraltar | Gibraltar | Gibraltar | جبل طارق
Lisbon | Lisbonne | Lisboa | لشبونة
Porto | Porto | Oporto | بورتو
Rome | Rome | Roma | روما
Milan | Milan | Milán | ميلانو
Naples | Naples | Nápoles | نابولي
Lampedusa | Lampedusa | Lampedusa | لامبيدوزا
Berlin | Berlin | Berlín | برلين
Munich | Munich | Múnich | ميونيخ
Frankfurt | Francfort | Fráncfort | فرانكفورت
London | Londres | Londres | لندن
Brussels | Bruxelles | Bruselas | بروكسل
Amsterdam | Amsterdam | Ámsterdam | أمستردام
Hague | Haye | Haya | لاهاي
Geneva | Genève | Ginebra | جنيف
Zurich | Zurich | Zúrich | زيورخ, زوريخ
Vienna | Vienne | Viena | فيينا
Athens | Athènes | Atenas | أثينا
Warsaw | Varsovie | Varsovia | وارسو
Prague | Prague | Praga | براغ
Budapest | Budapest | Budapest | بودابست
Stockholm | Stockholm | Estocolmo | ستوكهولم
Oslo | Oslo | Oslo | أوسلو
Moscow | Moscou | Moscú | موسكو
Kyiv, Kiev | Kiev, Kyiv | Kiev | كييف
Washington | Washington | Washington | واشنطن
New York | New York | Nueva York | نيويورك
Los Angeles | Los Angeles | Los Ángeles | لوس أنجليس, لوس أنجلوس
Ottawa | Ottawa | Ottawa | أوتاوا
Montreal | Montréal | Montreal | مونتريال
Havana | Havane | Habana | هافانا
Bogota | Bogota | Bogotá | بوغوتا
Caracas | Caracas | Caracas | كراكاس
Lima | Lima | Lima | ليما
Santiago | Santiago | Santiago | سانتياغو
Buenos Aires | Buenos Aires | Buenos Aires | بوينوس آيرس
Rio de Janeiro | Rio de Janeiro | Río de Janeiro | ريو دي جانيرو
Brasilia | Brasilia | Brasilia | برازيليا
Beijing | Pékin | Pekín | بكين
Shanghai | Shanghai | Shanghái | شنغهاي, شانغهاي
Hong Kong | Hong Kong, Hongkong | Hong Kong | هونغ كونغ
Tokyo | Tokyo | Tokio | طوكيو
Seoul | Séoul | Seúl | سيول
New Delhi | New Delhi | Nueva Delhi | نيودلهي
Islamabad | Islamabad | Islamabad | إسلام آباد
Kabul | Kaboul | Kabul | كابول
Jakarta | Jakarta | Yakarta | جاكرتا
Manila | Manille | Manila | مانيلا
Sydney | Sydney | Sídney | سيدني
"""

BODIES = """
United Nations, UN, U.N | Nations unies, ONU | Naciones Unidas, ONU | الأمم المتحدة
Security Council | Conseil de sécurité | Consejo de Seguridad | مجلس الأمن
European Union, EU | Union européenne, UE | Unión Europea, UE | الاتحاد الأوروبي
European Commission | Commission européenne | Comisión Europea | المفوضية الأوروبية
African Union | Union africaine | Unión Africana | الاتحاد الإفريقي, الاتحاد الأفريقي
Arab League | Ligue arabe | Liga Árabe | جامعة الدول العربية, الجامعة العربية
NATO | Otan | OTAN | الناتو, حلف شمال الأطلسي
IMF, International Monetary Fund | FMI, Fonds monétaire international | FMI, Fondo Monetario Internacional | صندوق النقد الدولي
World Bank | Banque mondiale | Banco Mundial | البنك الدولي
World Health Organization | OMS, Organisation mondiale de la santé | OMS, Organización Mundial de la Salud | منظمة الصحة العالمية
OPEC | Opep | OPEP | أوبك
FIFA | Fifa | FIFA | الفيفا, فيفا
Red Cross | Croix-Rouge | Cruz Roja | الصليب الأحمر
Hamas | Hamas | Hamás | حماس
Hezbollah | Hezbollah | Hezbolá | حزب الله
central bank | banque centrale | banco central | البنك المركزي, المركزي
coast guard | garde-côtes | guardia costera | خفر السواحل
civil protection | protection civile | protección civil | الحماية المدنية
national security directorate, DGSN | DGSN, direction générale de la sûreté nationale | DGSN | المديرية العامة للأمن الوطني
DGST | DGST | DGST | مراقبة التراب الوطني
"""

SUBJECTS = """
earthquake*, quake*, tremor*, seism* | séisme*, tremblement de terre, secousse* | terremoto*, sismo*, temblor* | زلزال, هزة
flood* | inondation*, crue* | inundacion* | فيضان*, سيول
storm*, cyclone*, hurricane* | tempête*, cyclone*, ouragan* | borrasca*, tormenta*, ciclón*, huracan* | عاصفة, إعصار
fire, fires, wildfire*, blaze* | incendie* | incendio* | حريق, حرائق
drought* | sécheresse* | sequía* | جفاف
explosion*, blast* | explosion* | explosión, explosiones | انفجار*
attack* | attaque*, attentat* | ataque*, atentado* | هجوم, هجمات, اعتداء
terror* | terroris* | terroris* | إرهاب*
airstrike*, strikes | frappe, frappes, bombardement* | bombardeo* | غارة, غارات, قصف
ceasefire*, truce* | cessez-le-feu, trêve* | alto el fuego, tregua* | وقف إطلاق النار, هدنة
hostage* | otage* | rehén, rehenes | رهينة, رهائن
kidnap*, abduct* | enlèvement*, kidnapp* | secuestr* | خطف, اختطاف
murder* | meurtre*, assassinat* | asesinat* | جريمة قتل, اغتيال
shipwreck*, sank, sinks, sinking | naufrage* | naufragio*, hundirse, hundió | غرق
crash*, collision* | accident*, collision* | accidente*, colisión | حادث, حادثة, تصادم, تحطم
train*, rail* | train, trains, ferroviaire* | tren, trenes, ferroviari* | قطار, قطارات
plane*, aircraft, flight* | avion*, vol, vols | avión, aviones, vuelo* | طائرة, طائرات, رحلة جوية
bus, buses, coach | bus, autocar* | autobús, autobuses, autocar* | حافلة, حافلات
port, ports, harbour | port, ports, portuaire* | puerto*, portuari* | ميناء, موانئ
drug*, narcotic*, cannabis, cocaine, hashish | drogue*, stupéfiant*, cannabis, cocaïne, chira | droga*, cocaína, hachís, cannabis | مخدر, مخدرات, كوكايين, الشيرا
smuggl*, trafficking | trafic, trafiquant*, contrebande | tráfico, traficante*, contrabando | تهريب, مهرب, مهربين
seize*, seizure* | saisie*, saisi | incaut* | حجز, ضبط, مصادرة
arrest* | arrest*, arrêté*, interpell* | arrest*, detenid*, detuvo, detuvieron | توقيف, اعتقال, أوقفت
trial*, court* | procès, tribunal*, cour | juicio*, tribunal* | محكمة, محاكمة
jail*, prison*, sentenced | prison, condamn* | cárcel, prisión, conden* | سجن, بسجن
brib*, corruption | corruption, pots-de-vin | soborno*, corrupción | رشوة, رشى, فساد
lawyer* | avocat* | abogad* | محام, محامي*
election*, ballot* | élection*, scrutin*, électoral* | eleccion*, electoral* | انتخابات, انتخابي*
parliament*, lawmaker* | parlement*, député* | parlamento*, diputad* | برلمان*, نائب, نواب
government* | gouvernement* | gobierno* | حكومة
opposition | opposition, opposant* | oposición, opositor* | معارضة
president* | président* | president* | رئيس, رئاسة
minister* | ministre* | ministr* | وزير*
resign* | démission* | dimisión, dimit* | استقالة, استقال
sanction* | sanction* | sancion* | عقوبات
nuclear | nucléaire* | nuclear* | نووي*
protest*, demonstrat* | manifestation*, manifestant* | protesta*, manifestación, manifestante* | احتجاج*, مظاهرة, مظاهرات, متظاهر*
strike, walkout | grève* | huelga* | إضراب
refugee* | réfugié* | refugiad* | لاجئ*
migrant*, migration | migrant*, migratoire* | migrante*, inmigrante* | مهاجر*, هجرة
border* | frontière*, frontalier* | frontera*, fronteriz* | حدود*, معبر
customs | douane*, douanier* | aduana* | جمارك, جمركي
fishing, fisheries | pêche, chalutier* | pesca, pesquer*, arrastrero* | صيد بحري, الصيد البحري
inflation | inflation | inflación | تضخم
interest rate*, key rate | taux directeur, taux d'intérêt | tipos, tasa de interés, tipo de interés | سعر الفائدة, الفائدة
growth | croissance | crecimiento | نمو
unemploy* | chômage | desempleo, paro | بطالة
budget* | budget* | presupuesto* | ميزانية, موازنة
debt* | dette* | deuda* | ديون, مديونية
dividend* | dividende* | dividendo* | أرباح موزعة
profit*, earnings | bénéfice* | beneficio*, ganancia* | أرباح
buy, takeover, acquisition, acquire* | acquisition*, rachat*, rachète | adquisición, compra, comprará | استحواذ, شراء
share, shares | action, actions | acción, acciones | سهم, أسهم
oil, crude | pétrole, pétrolier* | petróleo, petroler* | نفط, نفطي*, خام
gas | gaz | gas | غاز
electricity | électricité, électrique* | electricidad, eléctric* | كهرباء
wheat, grain, cereal* | blé, céréale* | trigo, cereal* | قمح, حبوب
tourism, tourist* | tourisme, touriste* | turismo, turista* | سياحة, سياح
vaccine*, vaccinat* | vaccin* | vacuna* | لقاح, تلقيح
virus, epidemic*, outbreak* | virus, épidémie* | virus, epidemia* | فيروس, وباء
Ebola | Ebola | ébola | إيبولا
cholera | choléra | cólera | كوليرا
hospital* | hôpital, hôpitaux | hospital* | مستشفى, مستشفيات
school*, pupil* | école*, élève* | escuela*, colegio* | مدرسة, مدارس
university, universities | université* | universidad* | جامعة
football, soccer, goal* | football*, but, buts | fútbol, gol, goles | كرة القدم, هدف, أهداف
final, finals, quarter-final, semi-final | finale*, quart de finale, demi-finale | final, cuartos de final, semifinal* | نهائي
champions league | ligue des champions | liga de campeones | دوري أبطال, دوري الأبطال
novel*, author* | roman, romanci*, écrivain* | novela*, novelista*, escritor* | رواية, روائي*
poet*, poem* | poète*, poésie | poeta*, poesía | شاعر, شعر
book fair, books | salon du livre, livre* | feria del libro, libros | معرض الكتاب, كتاب
film*, movie*, cinema | film*, cinéma* | película*, cine | فيلم, أفلام, سينما*
festival* | festival* | festival* | مهرجان
prize*, award* | prix | premio*, galardón | جائزة
jury | jury | jurado | لجنة التحكيم, لجنة تحكيم
museum* | musée* | museo* | متحف
satellite*, spacecraft, rocket* | satellite*, fusée* | satélite*, cohete* | قمر صناعي, صاروخ
agreement*, treaty | accord, traité | acuerdo*, tratado | اتفاق, اتفاقية
summit* | sommet* | cumbre* | قمة
army, soldier*, troops | armée, soldat* | ejército, soldado* | جيش, جنود
rebel* | rebelle* | rebelde* | متمرد*
police | police, policier* | policía* | شرطة, أمنية
intelligence | renseignement* | inteligencia | استخبارات, مخابرات
patrol* | patrouille* | patrulla* | دورية, دوريات
rescue* | secours, secouriste*, secouru* | rescat* | إنقاذ
"""

# Months as texts write them, so that the day beside one is not taken for a figure.
MONTHS = """
January | janvier | enero | يناير, كانون الثاني, جانفي
February | février | febrero | فبراير, شباط, فيفري
March | mars | marzo | مارس, آذار
April | avril | abril | أبريل, إبريل, نيسان, أفريل
May | mai | mayo | مايو, ماي, أيار
June | juin | junio | يونيو, حزيران, جوان
July | juillet | julio | يوليو, يوليوز, تموز, جويلية
August | août | agosto | أغسطس, غشت, آب, أوت
September | septembre | septiembre | سبتمبر, شتنبر, أيلول
October | octobre | octubre | أكتوبر, تشرين الأول
November | novembre | noviembre | نوفمبر, نونبر, تشرين الثاني
December | décembre | diciembre | ديسمبر, دجنبر, كانون الأول
"""
