/// Signs that stand for a feeling in any language: emoji, and faces made of other signs. Chosen by
/// hand, from nobody's list.
///
/// A skin colour or a variation selector behind an emoji changes nothing.
enum FeelingSigns {
  static let groups: [LexiconGroup] = [
    LexiconGroup(weight: 1.5, joy),
    LexiconGroup(weight: 0.8, content),
    LexiconGroup(weight: -0.8, uneasy),
    LexiconGroup(weight: -1.5, anger),
    LexiconGroup(weight: 1.5, gladFaces),
    LexiconGroup(weight: -1.5, sadFaces),
  ]

  private static let joy =
    "😀 😃 😄 😁 😆 😊 🙂 😍 🥰 😘 😗 😙 😚 😋 🤩 🥳 😻 😸 😺 👍 👏 🙌 ❤ 🧡 💛 💚 💙 💜 🤎 🖤 🤍 💕 💖 "
    + "💗 💓 💞 💝 💘 💟 ♥ ❣ 💯 🎉 🎊 🥇 🏆 🌹 🌷 💐 🌈 ⭐ 🌟 ✨ 💫 💪 😎 🤗 😇 🫶 🤝 🔥 👑 💎 🍀 ✅"

  private static let content = "🙏 ✌ 👌 🤙 😉 😌 🤤 😂 🤣 😅 😛 😜 😝 🌸 🌺 🎁 🍻 🥂 💃 🕺 ☺ 😏 🆒 🎶 ☀"

  private static let uneasy = "😐 😑 😶 😕 🤔 😬 😳 😓 😥 😰 🥵 🥶 🤷 🤦 😮 😯 😲 😴 🥱 💤 ⚠ ❓ 🐌 🙃 😵"

  private static let anger =
    "😡 😠 🤬 😤 😢 😭 😿 😞 😔 😟 🙁 ☹ 😣 😖 😫 😩 🥺 👎 💔 🤮 🤢 🤧 😒 🙄 😱 😨 😧 😦 💩 👿 😾 🖕 ❌ "
    + "🚫 ⛔ 🤡 💀 ☠ 🗑 🤒 🤕 👺 👹 🐍 🆘 😪 💣"

  private static let gladFaces =
    ":) :-) :)) ;) ;-) =) :d :-d =d xd :p :-p :* :-* <3 ^_^ ^^ ^o^ ^-^ ^.^ (^^) (^_^) (^o^) \\o/ "
    + ":') o(∩_∩)o (∩_∩) ≧▽≦ (≧▽≦) ＾＿＾ ~\\(≧▽≦)/~ *^_^* (*^__^*)"

  private static let sadFaces =
    ":( :-( :(( =( :'( :,( :-/ :\\ :-\\ :| :-| >:( >:-( t_t t.t ;_; -_- -_-|| -.- =_= "
    + "(t_t) >_< >.< </3 o_o (╯°□°）╯ ╯︿╰ (╯︿╰) ≡_≡ (>_<) (#‵′) 凸 orz qaq qwq t^t"
}
