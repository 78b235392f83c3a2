/// Stems of blame in English, by valence and by how they are inflected; chosen by hand, from
/// nobody's list.
///
/// `LexiconGroup.Forms` writes out the inflections. The groups run from the strongest to the
/// weakest.
enum EnglishBlame {
  static let groups: [LexiconGroup] = [
    LexiconGroup(weight: -2, .adjective, strongQualities),
    LexiconGroup(weight: -2, .verb, strongDeeds),
    LexiconGroup(weight: -2, .noun, strongThings),
    LexiconGroup(weight: -1.4, .adjective, highQualities),
    LexiconGroup(weight: -1.4, .verb, highDeeds),
    LexiconGroup(weight: -1.4, .noun, highThings),
    LexiconGroup(weight: -1, .adjective, qualities),
    LexiconGroup(weight: -1, .verb, deeds),
    LexiconGroup(weight: -1, .noun, things),
    LexiconGroup(weight: -0.5, .adjective, mildQualities),
    LexiconGroup(weight: -0.5, .verb, mildDeeds),
    LexiconGroup(weight: -0.5, .noun, mildThings),
  ]

  private static let strongQualities =
    "terrible horrible horrid horrendous horrific awful dreadful atrocious abysmal appalling "
    + "abominable deplorable despicable detestable disgraceful disgusting revolting repulsive "
    + "repugnant repellent sickening nauseating vile foul gross putrid rancid loathsome hateful "
    + "hideous ghastly grotesque wretched pathetic pitiful laughable ludicrous outrageous "
    + "scandalous shameful shameless unforgivable inexcusable unbearable intolerable "
    + "insufferable excruciating agonizing torturous disastrous catastrophic calamitous "
    + "hopeless worthless useless unusable unwatchable unreadable inedible undrinkable "
    + "fraudulent crooked corrupt criminal evil wicked cruel vicious brutal sadistic malicious "
    + "furious livid enraged infuriated outraged seething irate heartbroken devastated "
    + "horrified disgusted appalled revolted traumatized god-awful godawful insulting offensive "
    + "obscene soulless mind-numbing brain-dead braindead idiotic moronic imbecilic asinine "
    + "amateurish execrable lousy crappy shitty bogus toxic poisonous deadly lethal"

  private static let strongDeeds =
    "hate loathe detest despise abhor scam defraud swindle rob steal cheat insult humiliate "
    + "abuse harass threaten disgust sicken nauseate repulse revolt horrify appal appall "
    + "outrage infuriate enrage destroy ruin wreck devastate poison torture butcher bastardize "
    + "suck"

  private static let strongThings =
    "scam fraud scammer fraudster swindler thief crook liar cheater con-artist garbage trash "
    + "rubbish junk crap shit bullshit disaster catastrophe calamity fiasco debacle travesty "
    + "abomination atrocity disgrace nightmare horror terror hell torture misery agony ripoff "
    + "rip-off lemon turd stinker dud trainwreck train-wreck shitshow insult outrage scandal "
    + "idiot moron imbecile jerk asshole bastard jackass monster villain worst"

  private static let highQualities =
    "bad poor inferior shoddy substandard sub-par subpar faulty defective flawed broken "
    + "damaged dead malfunctioning unreliable untrustworthy dishonest deceptive deceitful "
    + "misleading fake phony phoney counterfeit bogus rude impolite discourteous disrespectful "
    + "hostile arrogant condescending dismissive snobby snotty obnoxious nasty mean unfriendly "
    + "unhelpful unprofessional incompetent inept clueless ignorant careless negligent reckless "
    + "irresponsible lazy sloppy slipshod filthy dirty grimy smelly stinky moldy mouldy rotten "
    + "spoiled stale disappointing disappointed frustrating frustrated annoying annoyed "
    + "aggravating irritating infuriating maddening exasperating angry mad upset unhappy "
    + "miserable depressed depressing dissatisfied unsatisfied displeased disgruntled "
    + "discontented embarrassed embarrassing humiliating ashamed shocked stupid dumb silly "
    + "ridiculous absurd nonsensical senseless pointless meaningless mindless brainless boring "
    + "dull tedious tiresome dreary drab lifeless listless bland insipid vapid vacuous inane "
    + "trite hackneyed derivative unoriginal formulaic unimaginative uninspired uninspiring "
    + "uninteresting unfunny humorless joyless charmless witless clumsy clunky awkward "
    + "inelegant ugly unattractive unsightly tacky tasteless flavorless unappetizing "
    + "unpalatable overpriced expensive exorbitant extortionate unfair unjust unethical "
    + "unacceptable unsatisfactory inadequate insufficient deficient unsafe dangerous hazardous "
    + "harmful painful sick ill violent aggressive manipulative exploitative greedy selfish "
    + "pretentious self-indulgent smug preachy heavy-handed ham-fisted overwrought overblown "
    + "bloated overlong interminable incoherent incomprehensible unintelligible muddled "
    + "convoluted chaotic messy tortured unlikable unlikeable unsympathetic unpleasant "
    + "disagreeable distasteful unwelcome undesirable dismal grim bleak woeful lamentable "
    + "regrettable tragic underwhelming lackluster lacklustre mediocre flimsy rickety wobbly "
    + "low-quality poorly-made badly-made half-assed half-baked half-hearted second-rate "
    + "third-rate"

  private static let highDeeds =
    "fail disappoint frustrate annoy irritate aggravate anger upset offend disrespect ignore "
    + "neglect abandon mislead deceive trick fool overcharge break crash malfunction damage "
    + "harm hurt injure burn leak crack shatter rip tear collapse rot stink reek waste squander "
    + "botch bungle mess screw sabotage undermine regret resent dread lament complain bore "
    + "grate bother pester disgrace embarrass shame deteriorate degrade flop bomb tank backfire "
    + "plod"

  private static let highThings =
    "failure defect fault flaw malfunction breakdown damage waste loss lie deception "
    + "misrepresentation dishonesty theft abuse insult rudeness arrogance incompetence "
    + "negligence carelessness ignorance stupidity nonsense idiocy disappointment frustration "
    + "annoyance anger rage fury hatred contempt misery pain suffering despair sadness grief "
    + "sorrow boredom tedium mess chaos headache hassle ordeal pest nuisance regret shame "
    + "embarrassment humiliation guilt mistake blunder failing letdown let-down bummer flop "
    + "clunker snoozefest bore drivel dreck schlock tripe pap hogwash baloney cliche cliché "
    + "clich stereotype stench odor odour filth cockroach roach vermin mold mould rust injury "
    + "illness danger hazard menace"

  private static let qualities =
    "slow sluggish late overdue delayed tardy unresponsive inattentive indifferent impersonal "
    + "cold curt abrupt impatient difficult complicated confusing confused cumbersome unwieldy "
    + "inconvenient impractical inefficient ineffective unproductive unsuccessful unable "
    + "incapable unstable inconsistent erratic unpredictable glitchy buggy laggy choppy jerky "
    + "jittery grainy blurry fuzzy hazy murky dim dingy gloomy noisy loud deafening shrill "
    + "staticky scratchy squeaky creaky uncomfortable cramped stuffy tight-fitting stiff rough "
    + "harsh coarse abrasive itchy scratched dented chipped cracked torn ripped worn frayed "
    + "faded stained rusty greasy oily soggy mushy burnt burned charred overcooked undercooked "
    + "raw salty bitter sour watery lukewarm flat dry chewy rubbery weak feeble fragile brittle "
    + "frail thin skimpy cheap cheesy corny cheapo pricey costly steep wasteful excessive "
    + "unnecessary superfluous redundant repetitive repetitious monotonous predictable "
    + "conventional ordinary forgettable unremarkable unmemorable shallow superficial hollow "
    + "empty contrived artificial forced stilted wooden unconvincing implausible improbable "
    + "illogical irrational inaccurate incorrect wrong false erroneous invalid incomplete "
    + "missing lost limited restricted outdated obsolete old-fashioned antiquated primitive "
    + "crude vulgar crass profane raunchy tawdry sleazy seedy shady suspicious dubious "
    + "questionable doubtful skeptical cynical pessimistic negative jealous envious resentful "
    + "sad sorry sorrowful mournful melancholy lonely worried anxious nervous stressed "
    + "stressful tense afraid scared scary frightened alarming disturbing troubling unsettling "
    + "unnerving tired exhausted weary fatigued bored insecure helpless powerless stranded "
    + "stuck trapped bizarre weird strange odd creepy eerie obscure vague unclear ambiguous "
    + "foolish naive gullible immature childish juvenile sophomoric petty trivial frivolous "
    + "melodramatic mawkish maudlin sappy schmaltzy syrupy treacly sentimental saccharine "
    + "cloying overacted overdone overrated overhyped overused overstuffed overbearing "
    + "overcrowded crowded disorganized disorganised unorganized untidy cluttered haphazard "
    + "uneven lopsided disjointed episodic meandering aimless rambling plodding draggy "
    + "ponderous leaden turgid stodgy static inert sterile anemic tepid limp flaccid toothless "
    + "recycled rehashed warmed-over disposable unresolved unfinished ill-conceived ill-fitting "
    + "unfulfilling unsatisfying unrewarding uninvolving unengaging unconvinced unimpressed "
    + "unimpressive unwilling unfortunate unlucky dire desperate"

  private static let deeds =
    "lack miss lose drop delay postpone cancel refuse deny reject decline hang freeze stall "
    + "stick jam clog drag struggle suffer worry scare frighten alarm disturb trouble confuse "
    + "puzzle baffle mystify perplex disorient complicate hinder hamper obstruct block prevent "
    + "limit restrict force impose pressure spam nag blame criticize criticise condemn denounce "
    + "mock ridicule argue dispute fight yell scream shout curse swear cry weep sob whine moan "
    + "groan grumble sulk pout scold lecture exploit manipulate pander condescend patronize "
    + "bully intimidate smell stain scratch dent chip peel fade wear shrink warp rust corrode "
    + "overheat explode melt blur flicker buzz hiss squeak rattle wobble misplace mishandle "
    + "misuse misspell miscommunicate mistreat misinform misjudge misfire overcook undercook "
    + "oversell overbook oversalt overprice overstate exaggerate distort cringe yawn snore doze "
    + "trudge limp sag sink fizzle falter flounder founder stumble trip slip worsen doom weaken "
    + "lessen dilute dampen alienate divide disconnect interrupt disrupt interfere"

  private static let things =
    "problem issue trouble difficulty complaint concern worry fear anxiety stress tension "
    + "panic error bug glitch crash delay wait backlog cancellation disruption interruption "
    + "disconnection inconvenience discomfort weakness drawback downside disadvantage "
    + "limitation shortcoming shortage lack absence deficiency con excuse pretense pretension "
    + "gimmick ploy trap catch scratch dent crack tear hole leak stain smell noise static "
    + "interference lag mistake typo misprint inconsistency contradiction confusion "
    + "misunderstanding argument dispute conflict fight refusal rejection denial violation "
    + "breach penalty surcharge markup debt bankruptcy victim casualty crisis emergency "
    + "accident collision wreck sorrow loser fool clown hack amateur hypocrite hypocrisy bias "
    + "prejudice racism sexism violence cruelty gore sleaze smut muck sludge slop mush drudgery "
    + "monotony repetition excess conceit contrivance platitude banality vulgarity profanity "
    + "tantrum grudge ailment headache migraine nausea vomit diarrhea rash allergy infection "
    + "decline downturn downfall demise death"

  private static let mildQualities =
    "average so-so plain generic basic standard typical common routine familiar slight minor "
    + "small short tiny little heavy bulky hard strict rigid long lengthy old aged dated dark "
    + "cloudy wet damp humid sticky slippery tight loose narrow low bare minimal sparse scarce "
    + "mixed uncertain unsure hesitant reluctant cautious unaware unknown unfamiliar random "
    + "inexperienced untrained busy hectic rushed hasty hurried unneeded pricier"

  private static let mildDeeds =
    "wait avoid quit stop return refund replace apologize apologise demand beg plead doubt "
    + "question guess pretend attempt need repeat rehash recycle borrow resemble imitate copy "
    + "expire lag"

  private static let mildThings =
    "refund apology doubt attempt excuse gap risk warning caution queue traffic crowd rush "
    + "bill charge fee cost expense tax restriction condition exception formula soap-opera "
    + "sitcom remake sequel knockoff knock-off imitation copycat"
}
