// In place of native-watchdog, which is compiled: an extension host ends itself when its server is gone.
exports.start = parent => {
  const look = () => {
    try {
      process.kill(parent, 0);
    } catch {
      process.exit(87);
    }
  };
  setInterval(look, 1000).unref();
};
