// Loaded into the server before all else: its process group ends when whoever started it is gone, even by kill -9.
process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'));
process.channel.unref();
