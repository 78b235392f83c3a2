/// Words of feeling in English, chosen by hand for what customers write. They come from nobody's
/// list.
///
/// These stand as they are written; `EnglishPraise` and `EnglishBlame` hold stems, and what stands
/// here counts for more than they do. `_` stands for a blank. A word with weight 0 keeps a part of
/// itself from counting.
enum EnglishWords {
  static let groups: [LexiconGroup] = [
    LexiconGroup(
      role: .negation,
      "not no never none nobody neither nor cannot without hardly barely scarcely n't nt "
        + "can't cant won't wont don't dont doesn't doesnt didn't didnt isn't isnt wasn't "
        + "wasnt aren't arent weren't werent hasn't hasnt haven't havent hadn't hadnt couldn't "
        + "couldnt shouldn't shouldnt wouldn't wouldnt ain't aint far_from rarely seldom "
        + "anything_but no_longer instead_of free_of devoid_of lack_of lacks_any"),
    LexiconGroup(
      role: .intensifier(1.4),
      "very really so extremely absolutely totally completely incredibly super highly truly quite "
        + "most such exceptionally especially insanely terribly awfully utterly deeply definitely "
        + "always much damn pretty remarkably particularly exceedingly immensely hugely enormously "
        + "tremendously thoroughly entirely fully perfectly wholly purely simply downright "
        + "outright sheer seriously genuinely ridiculously amazingly unbelievably wildly vastly "
        + "greatly intensely profoundly uniquely wonderfully beautifully consistently freaking "
        + "frickin fricking hella mega ultra real way_too such_a even more overwhelmingly freakin "
        + "fucking fuckin bloody surprisingly refreshingly unusually crazy mad decidedly all_too"),
    LexiconGroup(
      role: .intensifier(0.6),
      "slightly somewhat a_bit a_little fairly rather kind_of sort_of kinda sorta mildly partly "
        + "partially marginally moderately relatively reasonably occasionally sometimes almost "
        + "nearly less a_tad a_touch semi to_some_extent more_or_less mostly largely supposedly "
        + "allegedly would could might should may tries_to try_to trying_to attempts_to"),
    LexiconGroup(
      role: .contrast,
      "but however although though yet except unfortunately sadly nevertheless nonetheless "
        + "still despite until on_the_other_hand whereas while unless regrettably otherwise"),
    LexiconGroup(weight: 2, strongPositive),
    LexiconGroup(weight: 1, positive),
    LexiconGroup(weight: 0.4, mild),
    LexiconGroup(weight: 0, nothing),
    LexiconGroup(weight: -0.5, lukewarm),
    LexiconGroup(weight: -1, negative),
    LexiconGroup(weight: -2, strongNegative),
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
    "good great nice better_than much_better even_better feels_good fine happy happily glad pleased pleasure pleasant satisfied "
    + "satisfying satisfaction satisfy enjoy enjoyable enjoyed enjoying fun funny likes liked i_like we_like like_it like_this_one really_like also_like like_the_way like_how like_that_it do_like they_like likes_it "
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
    + "user_friendly seamless stable fits_perfectly fit_well fits_well works_great "
    + "works_well work_great worked_great working_great works_perfectly works_fine no_problem "
    + "no_problems no_issues no_complaints not_bad no_complaint no_trouble without_problems "
    + "without_any_problems without_issues no_issue trouble_free hassle_free no_hassle improved "
    + "improvement upgrade success successful successfully win winner favorite favourite cool sweet "
    + "neat wow yay excited exciting interesting entertaining charming clever "
    + "trustworthy "
    + "secure safe safely resolved solved fixed high_quality great_quality good_quality quality_product well_made well_built "
    + "well_done well_designed good_job great_job keep_it_up long_lasting lasts loyal again_soon "
    + "will_be_back come_back will_return will_buy_again buy_again order_again glad_i "
    + "can't_wait a_must no_regrets not_disappointed never_fails generous authentic hilarious "
    + "rocks props bonus thumbs_up a_plus superior ideal refreshing engaging compelling "
    + "superbly graceful warm heartwarming love_it yes won felt_great worked_well laughed well_worth well_written well_acted thought_provoking laugh_out_loud heart_warming must_own grew_on_me hooked sold_on thx tks ty tysm lol lmao haha hahaha hehe yum yummm yay woohoo woo hurray hooray yippee bravo congrats congratulations cheers welcome_back stands_out stand_out tour_de_force edge_of_your_seat keeps_you nail_biting spot_on right_on on_point dead_on a_joy a_delight up_to_par top_quality"

  private static let mild =
    "well better works worked help support fix upgrade light save hope portable yes like_the touching moving glad_to smile plus okay ok decent acceptable adequate alright all_right sufficient passable fair as_expected "
    + "as_described as_advertised does_the_job do_the_job gets_the_job_done not_too_bad"

  private static let nothing =
    "would_like like_to like_a like_the like_this like_an looks_like look_like feel_like feels_like "
    + "felt_like seems_like seem_like sounds_like something_like anything_like just_like like_i "
    + "like_it_was like_to_see more_like looks_more_like likely unlikely likes_of just_like acts_like act_like smells_like tastes_like such_as as_such so_much so_many so_i so_we so_you and_so or_so if_so only_so most_of_the most_people at_most still_have still_has much_of real_time no_idea_how a_lot_like nothing_less well_then well_i well_if kind_of_like lot_of right_now right_away great_deal_of good_amount goods good_bye dead_on deadline dead_end fine_tune short_film short_films short_story dark_comedy dark_humor drama_queen cool_down heart_attack light_years plot_twist miss_america please please_note please_help rough_cut smart_phone smartphone smart_tv interest_rate interest_rates customer_care care_of take_care pretty_woman the_matter trust_me hope_this hope_that last_minute thanks_to hard_to_tell hard_to_put_down bad_boy bad_guy bad_guys not_to_mention can't_help_but love_story love_triangle first_class_seat horror_film horror_films horror_movie horror_flick crime_drama war_movie as_well well_as well_known good_morning good_luck good_thing had_better "
    + "better_be no_one best_buy fine_print kind_regards nothing_but not_only no_doubt why_not "
    + "not_sure hard_drive hard_disk hard_case cold_brew cold_drink hot_dog cheap_price light_bulb "
    + "low_price low_prices low_noise short_time dead_sea miss_you free_of well_before "
    + "pretty_much so_far so_that no_matter at_best too_well plus_size thanks_for_nothing "
    + "hard_to_beat can't_beat cannot_beat can't_complain cannot_complain even_better"

  private static let lukewarm =
    "meh average mediocre so_so not_great ordinary bland_ish could_be_better could_have_been "
    + "needs_improvement need_improvement nothing_special not_impressed nothing nothing_new at_least_it could_have could_be would_have would_have_been might_have_been should_have should_be supposed_to_be used_to_be if_only not_enough too too_little not_much not_very less_than ought_to n't_work waste_your if_you_want how_many_times why_would why_is why_does why_are does_n't_work did_n't_work has_been_done for_what_it_is tries_too wants_to_be gave_up give_up back_to_the_store looks_better underwhelming overpriced_for "
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
    + "not_good not_happy no_longer never_again lacking short_of lack lacks lacked lacking fell_short falls_short fall_short by_the_numbers paint_by_numbers half_baked one_note one_dimensional two_dimensional cookie_cutter run_of_the_mill made_for_tv straight_to_video running_on_empty running_out overstays wears_thin wear_thin grows_tiresome goes_nowhere going_nowhere no_surprises no_laughs no_fun no_joke no_sense no_interest no_idea no_clue no_reason no_point no_apology no_effort no_luck no_way not_funny n't_funny falls_flat fell_flat falls_apart over_the_top over_priced long_wait long_hold still_waiting still_no hung_up_on hang_up on_hold_for hold_for hours_on_hold for_hours 2_hours 3_hours two_hours three_hours hrs min_wait an_hour all_day bag_lost lost_my lost_bag lost_luggage left_me left_us missed_my missed_connection missed_flight bumped sitting_on_the flight_cancelled late_flight thanks_for_nothing seriously wth smh ugh ughh grr argh boo hiss yuck ew eww blah bs wack fml ffs get_it_together step_it_up do_better be_better need_to_improve learn_to what_a_joke what_a_shame what_a_mess what_a_waste worst_customer put_on_hold no_one no_one_answers nobody_answers can't_get cant_get can_not_get couldn't_get unable_to wouldn't_let won't_let doesn't_fit didn't_fit out_of_stock sold_out "
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
