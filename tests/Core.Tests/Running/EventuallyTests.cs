using Microsoft.Extensions.Time.Testing;
using ValeoChaos.Core.Running;

namespace ValeoChaos.Core.Tests.Running;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EventuallyTests
{
    /// <summary>By which each look moves the clock itself, so that the loop's next one is due at once and nobody races it.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider clock = new();

    [Test]
    public async Task What_holds_at_once_costs_no_time() =>
        (await new Eventually(clock).ReachAsync("it", _ => Seen(true), TimeSpan.Zero, default)).Should().BeTrue();

    [Test]
    public async Task A_wait_that_runs_out_says_what_was_expected_and_last_seen()
    {
        var wait = new Eventually(clock).ReachAsync("valeo-erp", _ => Seen(false, "2/3 pods ready"), TimeSpan.FromSeconds(1), default);
        await FluentActions.Awaiting(() => wait).Should().ThrowAsync<NotReachedException>()
            .WithMessage("valeo-erp: not reached within 1 s. Last seen: 2/3 pods ready.");
    }

    [Test]
    public async Task An_error_while_looking_is_named_and_does_not_end_the_wait()
    {
        var looks = 0;
        var wait = new Eventually(clock).ReachAsync(
            "it", _ => ++looks < 3 ? Broken() : Seen(true), TimeSpan.FromSeconds(5), default);
        (await wait, looks).Should().Be((true, 3));
    }

    [Test]
    public async Task A_long_wait_shows_its_reason()
    {
        var said = new List<string>();
        var wait = new Eventually(clock, said.Add).ReachAsync("valeo-erp", _ => Seen(false, "2/3 pods ready"), TimeSpan.FromSeconds(5), default);
        await FluentActions.Awaiting(() => wait).Should().ThrowAsync<NotReachedException>();
        said.Should().StartWith("waiting for valeo-erp: 2/3 pods ready, 2 s");
    }

    [Test]
    public async Task A_repetition_survives_errors_and_ends_when_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var (calls, errors) = (0, 0);
        var repetition = new Eventually(clock).RepeatAsync(async _ =>
        {
            if (++calls == 5)
                await stop.CancelAsync();
            await Broken();
        }, TimeSpan.FromSeconds(1), _ => errors++, stop.Token);
        await repetition.Invoking(r => r).Should().NotThrowAsync("the error of its last call is only that call being cut off");
        (calls, errors).Should().Be((5, 4));
    }

    [Test]
    public async Task A_wait_that_is_cancelled_says_so_whatever_its_look_met()
    {
        using var stop = new CancellationTokenSource();
        var wait = new Eventually(clock).ReachAsync("valeo-erp", async _ =>
        {
            await stop.CancelAsync();
            return await Broken();
        }, TimeSpan.FromSeconds(5), stop.Token);
        (await FluentActions.Awaiting(() => wait).Should().ThrowAsync<OperationCanceledException>()).WithInnerException<IOException>();
    }

    [Test]
    public async Task Work_that_takes_long_shows_what_it_is_doing()
    {
        var said = new List<string>();
        var work = new TaskCompletionSource<int>();
        var shown = new Eventually(clock, said.Add).ShowAsync(() => "installing docker.io", _ => work.Task, default);
        while (said.Count < 2)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        work.SetResult(7);
        (await shown).Should().Be(7);
        said[0].Should().MatchRegex(@"^installing docker.io, \d+ s$");
    }

    [Test]
    public async Task A_wait_that_is_cancelled_before_its_first_look_does_not_look()
    {
        var looked = false;
        var wait = new Eventually(clock).ReachAsync("ready", _ =>
        {
            looked = true;
            return Seen(true);
        }, TimeSpan.FromMinutes(1), new CancellationToken(canceled: true));
        await FluentActions.Awaiting(() => wait).Should().ThrowAsync<OperationCanceledException>().WithMessage("ready: no longer awaited.");
        looked.Should().BeFalse();
    }

    [Test]
    public async Task What_has_to_last_is_waited_for_anew_after_each_break()
    {
        bool[] looks = [true, true, false, true, true, true, true];
        var look = 0;
        await new Eventually(clock).LastsAsync("quiet", _ => LookThatTakesASecond(looks[look], $"look {++look}"), TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(1), default);
        look.Should().Be(7, "the clock goes on by a second a look, and a break ends what has lasted");
    }

    [Test]
    public async Task A_look_that_fails_breaks_what_has_to_last()
    {
        bool[] fails = [false, false, true, false, false, false, false];
        var look = 0;
        await new Eventually(clock).LastsAsync("quiet", _ =>
        {
            var seen = LookThatTakesASecond(true, $"look {look + 1}");
            return fails[look++] ? throw new IOException("reset") : seen;
        }, TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(1), default);
        look.Should().Be(7, "nobody knows what was when the third look failed");
    }

    [Test]
    public async Task What_does_not_last_runs_out()
    {
        var look = 0;
        var wait = new Eventually(clock).LastsAsync("quiet", _ => LookThatTakesASecond(look % 2 == 0, $"look {++look}"), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5), default);
        await FluentActions.Awaiting(() => wait).Should().ThrowAsync<NotReachedException>().WithMessage("quiet: not reached within 5 s. Last seen: look 5.");
    }

    private Task<Observation<bool>> Seen(bool reached, string seen = "")
    {
        clock.Advance(Step);
        return Task.FromResult(new Observation<bool>(reached, reached, seen));
    }

    private Task<(bool IsSo, string Seen)> LookThatTakesASecond(bool isSo, string seen)
    {
        clock.Advance(Step);
        return Task.FromResult((isSo, seen));
    }

    private Task<Observation<bool>> Broken()
    {
        clock.Advance(Step);
        throw new IOException("reset");
    }
}
