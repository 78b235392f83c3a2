/// Stems of praise in English, by valence and by how they are inflected; chosen by hand, from
/// nobody's list.
///
/// `LexiconGroup.Forms` writes out the inflections. The groups run from the strongest to the
/// weakest.
enum EnglishPraise {
  static let groups: [LexiconGroup] = [
    LexiconGroup(weight: 2, .adjective, strongQualities),
    LexiconGroup(weight: 2, .verb, strongDeeds),
    LexiconGroup(weight: 2, .noun, strongThings),
    LexiconGroup(weight: 1.4, .adjective, highQualities),
    LexiconGroup(weight: 1.4, .verb, highDeeds),
    LexiconGroup(weight: 1.4, .noun, highThings),
    LexiconGroup(weight: 1, .adjective, qualities),
    LexiconGroup(weight: 1, .verb, deeds),
    LexiconGroup(weight: 1, .noun, things),
    LexiconGroup(weight: 0.5, .adjective, mildQualities),
    LexiconGroup(weight: 0.5, .verb, mildDeeds),
    LexiconGroup(weight: 0.5, .noun, mildThings),
  ]

  private static let strongQualities =
    "extraordinary breathtaking sublime glorious splendid exquisite dazzling sensational "
    + "unforgettable impeccable immaculate faultless peerless unrivaled unrivalled unmatched "
    + "unparalleled unsurpassed matchless heavenly divine blissful ecstatic overjoyed elated "
    + "euphoric jubilant radiant mesmerizing mesmerising spellbinding riveting enthralling "
    + "exhilarating electrifying triumphant masterful masterly virtuosic stupendous tremendous "
    + "mindblowing mind-blowing awe-inspiring jaw-dropping top-notch first-class first-rate "
    + "world-class unmissable hysterical scrumptious mouthwatering mouth-watering orgasmic "
    + "superlative transcendent breath-taking astonishing astounding stunning miraculous "
    + "show-stopping priceless invaluable ravishing resplendent wondrous groundbreaking "
    + "ground-breaking award-winning exemplary beloved adored ingenious genius amazeballs "
    + "luscious delectable irresistible blessed lovable loveable rockin kickass"

  private static let strongDeeds =
    "adore cherish treasure captivate enthral enthrall mesmerize mesmerise dazzle astonish "
    + "astound enchant triumph exceed excel marvel amaze wow rave thrill delight enrapture "
    + "electrify exhilarate idolize worship revere"

  private static let strongThings =
    "masterpiece masterwork triumph marvel wonder godsend blessing lifesaver treasure gem "
    + "jewel delight bliss ecstasy perfection excellence brilliance genius virtuoso "
    + "tour-de-force showstopper knockout powerhouse stunner beauty winner champion legend "
    + "miracle paradise heaven star rockstar superstar classic landmark"

  private static let highQualities =
    "beautiful gorgeous delicious lovely adorable admirable remarkable impressive striking "
    + "captivating enchanting charming compelling engrossing absorbing gripping exciting "
    + "thrilling inspiring inspired uplifting heartwarming heart-warming poignant eloquent "
    + "profound hilarious witty joyous joyful cheerful delighted ecstatically grateful thankful "
    + "passionate vibrant vivid luminous lyrical graceful elegant luxurious sumptuous lavish "
    + "opulent majestic spectacularly accomplished gifted talented skilled skillful skilful "
    + "brainy insightful perceptive visionary imaginative inventive innovative ambitious daring "
    + "bold fearless courageous heroic noble dignified honorable honourable generous gracious "
    + "compassionate loving affectionate caring thoughtful considerate kindhearted warmhearted "
    + "rewarding fulfilling gratifying enriching stellar supreme premium luxury prized coveted "
    + "acclaimed renowned celebrated esteemed robust rugged indestructible bulletproof "
    + "rock-solid effortless intuitive ergonomic lightning-fast blazing buttery flavorful "
    + "flavourful succulent savory tasty yummy juicy refreshing invigorating revitalizing "
    + "soothing rejuvenating pristine spotless sparkling gleaming dreamy magical enjoyable "
    + "entertaining pleasurable laugh-out-loud side-splitting rip-roaring sidesplitting "
    + "intoxicating seductive sexy stylish chic fashionable classy tasteful exuberant buoyant "
    + "tender-hearted life-affirming crowd-pleasing feel-good"

  private static let highDeeds =
    "admire praise applaud commend congratulate celebrate charm fascinate inspire uplift "
    + "excite impress entertain amuse enjoy recommend satisfy gratify embrace shine sparkle "
    + "glow soar flourish thrive succeed win surpass outperform outshine outclass outdo master "
    + "rejoice transcend enrich energize empower reward savor savour salute toast endear "
    + "enliven compliment"

  private static let highThings =
    "joy happiness pleasure enjoyment enthusiasm excitement passion admiration praise "
    + "applause gratitude appreciation satisfaction success victory achievement accomplishment "
    + "elegance grace charm beauty splendor splendour grandeur magic wit warmth kindness "
    + "generosity compassion hospitality courtesy professionalism craftsmanship artistry "
    + "ingenuity creativity imagination originality inspiration talent flair finesse panache "
    + "verve gusto exuberance vitality laughter fun hero heroine angel darling sweetheart "
    + "favorite favourite bargain breakthrough innovation standout crowd-pleaser page-turner "
    + "delicacy feast treat compliment intelligence wisdom integrity honesty"

  private static let qualities =
    "good nice happy glad pleased pleasant pleasing satisfied satisfactory satisfying content "
    + "friendly polite courteous kind patient professional knowledgeable competent capable "
    + "expert responsive attentive welcoming helpful useful handy practical functional "
    + "efficient effective productive reliable dependable trustworthy honest sincere genuine "
    + "authentic loyal faithful respectful fair ethical safe secure stable sturdy solid durable "
    + "strong tough resilient comfortable comfy cozy cosy snug soft smooth silky plush easy "
    + "simple convenient accessible affordable reasonable economical inexpensive cost-effective "
    + "worthwhile worthy valuable beneficial advantageous favorable favourable positive "
    + "optimistic upbeat cheery sunny bright brilliant clear crisp sharp accurate precise exact "
    + "correct thorough detailed comprehensive organized organised tidy clean hygienic fresh "
    + "healthy nutritious wholesome organic natural fragrant aromatic cute pretty attractive "
    + "handsome sleek modern trendy neat cool fast quick speedy swift prompt timely punctual "
    + "rapid instant immediate quiet silent peaceful calm serene tranquil relaxing relaxed "
    + "restful spacious roomy airy lively spirited energetic dynamic vivacious playful amusing "
    + "funny humorous comical lighthearted light-hearted clever smart intelligent wise savvy "
    + "shrewd sophisticated refined polished seamless flawless versatile flexible adaptable "
    + "compatible portable lightweight compact innovative original creative unique distinctive "
    + "fascinating intriguing interesting engaging engrossed thought-provoking enlightening "
    + "informative educational instructive revealing illuminating moving touching affecting "
    + "heartfelt warm tender intimate romantic sweet endearing likable likeable personable "
    + "approachable sociable humble modest sensitive nuanced subtle delicate rich deep colorful "
    + "colourful scenic picturesque lush evocative atmospheric memorable notable noteworthy "
    + "proud excited eager enthusiastic confident hopeful fortunate lucky blessed thriving "
    + "successful prosperous victorious popular well-liked superior ideal optimal preferred "
    + "recommended desirable enviable welcome timeless classic iconic legendary watchable "
    + "winning winsome deft adept assured adroit skillfully nimble agile absorbing bittersweet "
    + "offbeat quirky sassy snappy zippy zesty tangy crunchy crispy creamy moist fluffy hearty "
    + "filling ample plentiful abundant bountiful truthful realistic believable credible "
    + "convincing plausible relatable resonant potent powerful forceful mighty high-quality "
    + "hassle-free trouble-free worry-free stress-free user-friendly kid-friendly "
    + "family-friendly well-made well-built well-designed well-written well-acted well-crafted "
    + "well-balanced well-organized hand-crafted time-saving money-saving"

  private static let deeds =
    "thank appreciate help assist support resolve fix solve improve upgrade enhance refresh "
    + "benefit satisfy please enjoy like welcome accommodate care comfort reassure protect save "
    + "deliver respect trust value honor honour smile laugh grin chuckle giggle cheer hug kiss "
    + "bless gain profit prosper advance progress boost simplify streamline ease relax refine "
    + "polish perfect engage intrigue delight earn deserve prefer favor favour recover succeed "
    + "overachieve brighten sweeten heal rescue pamper invigorate"

  private static let things =
    "benefit advantage asset bonus perk plus pro strength virtue merit value quality "
    + "improvement upgrade enhancement solution relief comfort convenience ease efficiency "
    + "reliability durability safety security trust confidence faith hope optimism honesty "
    + "sincerity loyalty respect dignity courage bravery humanity goodness goodwill friendship "
    + "love affection devotion dedication commitment patience empathy sympathy understanding "
    + "harmony peace serenity clarity depth humor humour smile laugh cheer hug freshness "
    + "cleanliness bounty gift insight intellect wisdom prowess skill expertise mastery poise "
    + "aplomb zest spark energy spirit soul heart richness authenticity truth success thanks "
    + "gladness fondness friend thumbs-up"

  private static let mildQualities =
    "decent adequate acceptable fine okay ok satisfactory sufficient passable presentable "
    + "tolerable serviceable workable usable fair plausible harmless inoffensive sane sensible "
    + "rational logical orderly mature experienced seasoned certified qualified approved "
    + "official legitimate legit available complete intact whole full active new young fit able "
    + "ready willing interested curious amused surprising unexpected serious ambitious earnest "
    + "epic grand human humane universal meaningful significant important relevant essential "
    + "rare special exotic gentle mellow light tight lean straightforward direct frank candid "
    + "open transparent responsible careful diligent hardworking conscientious meticulous "
    + "rigorous consistent steady balanced coherent cohesive fluid fluent tactful diplomatic"

  private static let mildDeeds =
    "agree accept allow approve confirm complete create discover explore grow learn manage "
    + "offer provide share unite encourage motivate interest hope celebrate contribute "
    + "cooperate facilitate enable fulfil fulfill achieve accomplish attain ensure guarantee "
    + "restore revive evoke illuminate enlighten"

  private static let mildThings =
    "truth ability opportunity adventure discovery achievement guarantee warranty award prize "
    + "medal trophy fan admirer supporter ally partner freedom justice fairness equality unity "
    + "romance poetry art music dream wish celebration party holiday vacation honeymoon "
    + "testament tribute homage portrait meditation resonance intimacy"
}
