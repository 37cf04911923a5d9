// VS Code trusts whatever folder it is given with tests to run. Where it is not to, the tests are an extension's doing.
exports.activate = async () => {
  const { inside, hands } = JSON.parse(process.env.EXTENSION_TESTS);
  const code = await require(inside)
    .run()
    .then(
      () => 0,
      () => 1,
    );
  await fetch(hands, { method: 'POST', body: JSON.stringify({ do: 'end', code }) });
};
