// ProtocolGen
