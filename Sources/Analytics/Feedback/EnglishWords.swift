/// Words of feeling in English, chosen by hand for what customers write. They come from nobody's
/// list.
///
/// A word also counts with s, es, ed, d, ing or ly behind it. `_` stands for a blank. A word with
/// weight 0 keeps a part of itself from counting.
enum EnglishWords {
  static let groups: [LexiconGroup] = [
    LexiconGroup(weight: 2, strongPositive),
    LexiconGroup(weight: 1, positive),
    LexiconGroup(weight: 0.4, mild),
    LexiconGroup(weight: 0, nothing),
    LexiconGroup(weight: -0.5, lukewarm),
    LexiconGroup(weight: -1, negative),
    LexiconGroup(weight: -2, strongNegative),
    LexiconGroup(
      role: .negation,
      "not no never none nobody nothing neither nor cannot without hardly barely scarcely lacks lack "
        + "lacking can't cant won't wont don't dont doesn't doesnt didn't didnt isn't isnt wasn't "
        + "wasnt aren't arent weren't werent hasn't hasnt haven't havent hadn't hadnt couldn't "
        + "couldnt shouldn't shouldnt wouldn't wouldnt ain't aint far_from"),
    LexiconGroup(
      role: .intensifier(1.5),
      "very really so extremely absolutely totally completely incredibly super highly truly quite "
        + "most such exceptionally especially insanely terribly awfully utterly deeply definitely "
        + "always much damn pretty"),
    LexiconGroup(
      role: .intensifier(0.6), "slightly somewhat a_bit a_little fairly rather kind_of sort_of"),
    LexiconGroup(
      role: .contrast,
      "but however although though yet except unfortunately sadly nevertheless still despite "
        + "until on_the_other_hand"),
  ]

  private static let strongPositive =
    "excellent amazing awesome fantastic wonderful outstanding perfect perfection superb brilliant "
    + "exceptional phenomenal incredible love loved loves loving best flawless delightful "
    + "magnificent stellar top_notch first_class world_class highly_recommend highly_recommended "
    + "five_stars 5_stars exceeded_expectations beyond_expectations game_changer masterpiece "
    + "life_saver lifesaver blown_away second_to_none thrilled unbeatable gem terrific marvelous "
    + "fabulous spectacular can't_go_wrong never_disappoints couldn't_be_happier must_have "
    + "must_see kudos hats_off"

  private static let positive =
    "good great nice better well fine happy happily glad pleased pleasure pleasant satisfied "
    + "satisfying satisfaction satisfy enjoy enjoyable enjoyed enjoying fun funny like liked "
    + "recommend recommended recommending helpful help helped useful easy easily easier simple "
    + "simpler smooth smoothly fast faster quick quickly prompt promptly speedy swift efficient "
    + "reliable reliably dependable sturdy solid durable comfortable comfy cozy convenient handy "
    + "friendly polite courteous kind caring patient professional knowledgeable responsive "
    + "attentive welcoming thank thanks thankful appreciate appreciated grateful impressed "
    + "impressive impressive beautiful beautifully gorgeous pretty_good lovely cute elegant stylish "
    + "sleek clean fresh tasty delicious yummy flavorful juicy crisp tender hot_and_fresh crispy "
    + "affordable reasonable bargain worth worthwhile worthy value_for_money good_value cheap_price "
    + "free_shipping on_time early ahead_of_schedule accurate precise clear clearly crystal_clear "
    + "bright sharp vivid quiet lightweight light portable compact spacious intuitive "
    + "user_friendly seamless stable fits_perfectly fit_well fits_well works works_great "
    + "works_well work_great worked_great working_great works_perfectly works_fine no_problem "
    + "no_problems no_issues no_complaints not_bad no_complaint no_trouble without_problems "
    + "without_any_problems without_issues no_issue trouble_free hassle_free no_hassle improved "
    + "improvement upgrade success successful successfully win winner favorite favourite cool sweet "
    + "neat wow yay excited exciting interesting entertaining touching moving charming clever "
    + "smart creative original memorable powerful strong rich deep genuine honest trustworthy "
    + "secure safe safely resolved solved fixed high_quality great_quality good_quality quality_product well_made well_built "
    + "well_done well_designed good_job great_job keep_it_up long_lasting lasts loyal again_soon "
    + "will_be_back come_back will_return will_buy_again buy_again order_again glad_i "
    + "can't_wait a_must no_regrets not_disappointed never_fails generous authentic hilarious "
    + "rocks props plus bonus thumbs_up a_plus superior ideal refreshing engaging compelling "
    + "superbly graceful warm heartwarming fascinating smile love_it joy yes bliss treat"

  private static let mild =
    "okay ok decent acceptable adequate alright all_right sufficient passable fair as_expected "
    + "as_described as_advertised does_the_job do_the_job gets_the_job_done not_too_bad"

  private static let nothing =
    "would_like like_to like_a like_the like_this like_an looks_like look_like feel_like feels_like "
    + "felt_like seems_like seem_like sounds_like something_like anything_like just_like like_i "
    + "like_it_was as_well well_as well_known good_morning good_luck good_thing had_better "
    + "better_be no_one best_buy fine_print kind_regards nothing_but not_only no_doubt why_not "
    + "not_sure hard_drive hard_disk hard_case cold_brew cold_drink hot_dog cheap_price light_bulb "
    + "low_price low_prices low_noise short_time dead_sea miss_you free_of well_before "
    + "pretty_much so_far so_that no_matter at_best too_well plus_size thanks_for_nothing "
    + "hard_to_beat can't_beat cannot_beat can't_complain cannot_complain even_better"

  private static let lukewarm =
    "meh average mediocre so_so not_great ordinary bland_ish could_be_better could_have_been "
    + "needs_improvement need_improvement nothing_special not_impressed underwhelming overpriced_for "
    + "wish expected_better expected_more lackluster forgettable predictable generic plain dull"

  private static let negative =
    "bad badly poor poorly worse terrible_service slow slower slowly late later_than delay delayed "
    + "delays waiting waited wait_time waste wasted wasting disappoint disappointed disappointing "
    + "disappointment unhappy unsatisfied dissatisfied displeased upset sad annoyed annoying angry "
    + "frustrated frustrating frustration irritating confusing confused complicated difficult hard "
    + "hassle trouble troubles problem problematic issue error bug buggy glitch glitchy crash "
    + "crashes crashed crashing freeze freezes froze frozen fail failed fails failing failure broken "
    + "broke break breaks defective defect faulty damaged damage malfunction dead died dies useless "
    + "worthless junk cheap cheaply flimsy weak thin fragile crack cracked scratched torn rip "
    + "ripped leak leaks leaked leaking loose rust rusty wrong incorrect inaccurate mistake missing "
    + "miss lost lose losing never_arrived didn't_arrive not_received never_received hasn't_arrived "
    + "not_working doesn't_work does_not_work did_not_work didn't_work not_work stopped_working "
    + "stop_working won't_work quit_working can't_use not_worth not_recommend don't_recommend "
    + "wouldn't_recommend would_not_recommend no_good no_help no_response no_reply no_answer "
    + "unanswered ignored ignore ignoring hung_up on_hold rude unhelpful unprofessional "
    + "unresponsive disrespectful careless incompetent clueless lazy arrogant dishonest misleading "
    + "mislead false fake counterfeit deceptive lie lies lied lying cheat cheated overcharged "
    + "overcharge double_charged hidden_fees expensive overpriced pricey costly ripoff rip_off "
    + "refund refunded returned return_it returning sent_it_back send_it_back cancel cancelled "
    + "canceled cancellation cancelling complain complaint complained dirty filthy smell smelly "
    + "stink stinks stale cold soggy burnt burned undercooked overcooked raw dry tasteless bland "
    + "salty greasy rotten expired moldy mold hair_in sick unsafe dangerous hazard noisy loud noise "
    + "uncomfortable hurt hurts painful pain stiff awkward ugly boring bored tedious pointless "
    + "stupid silly ridiculous dumb nonsense lame messy mess clunky laggy lag lags sluggish outdated "
    + "unreliable unstable inconsistent unacceptable unable inconvenient inferior regret regrets "
    + "sorry_i unfortunately_it avoid beware suck sucks sucked crap crappy lousy shoddy sloppy "
    + "not_good not_happy no_longer never_again lacking short_of ran_out out_of_stock sold_out "
    + "stuck stranded denied refuse refused refuses refusing reject rejected excuse excuses poor_quality "
    + "low_quality bad_quality bad_service poor_service customer_no_service too_small too_big "
    + "too_large too_tight too_short too_long too_loud too_much too_expensive too_slow too_late "
    + "too_many too_hard too_heavy drop_calls dropped_calls disconnects disconnected dropped worst_of "
    + "ruin ruined spoiled spoilt fell_apart falls_apart fall_apart came_apart wear_out wore_out "
    + "shame sadly unfunny contrived shallow tiresome clumsy mindless bloated uninspired cliche "
    + "cliched flat lifeless uneven incoherent absurd thanks_for_nothing fuck fucking damn_it wtf "
    + "screwed joke blame worried worry concern fear scared alarming suspicious shady spam misses"

  private static let strongNegative =
    "terrible horrible horrendous awful worst disgusting disgusted disgrace disgraceful pathetic "
    + "atrocious abysmal dreadful appalling appalled nightmare hate hated hates hating despise "
    + "garbage trash rubbish scam scammed scammer scammers fraud fraudulent thief thieves stole "
    + "stolen robbery outrageous unbelievably_bad inexcusable furious infuriating livid fuming "
    + "waste_of_money waste_of_time total_waste complete_waste do_not_buy don't_buy stay_away "
    + "steer_clear zero_stars 0_stars one_star 1_star never_buy never_order never_use never_fly "
    + "never_coming_back piece_of_junk piece_of_crap food_poisoning unusable unwatchable inedible "
    + "insulting shameful hell vile repulsive nauseating catastrophe disaster disastrous epic_fail "
    + "worst_ever lawsuit"
}
