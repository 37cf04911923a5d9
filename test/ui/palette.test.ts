import { opened } from './opened.ts';

describe('the command palette', function () {
  this.timeout(120_000);

  it('runs etl as the project file says, tells how it ended, and shows it', async () => {
    const { workbench } = opened;
    await workbench.run('Sparkify: Run ETL…');
    const ended = workbench.notification(/etl \(run \d+\) (succeeded|found nothing new)/);
    await ended.waitFor({ timeout: 60_000 });
    await ended.getByRole('button', { name: 'Show Result' }).click();
    await workbench.inWebview('strong', /Run \d+ (succeeded|found nothing new)/);
  });
});
