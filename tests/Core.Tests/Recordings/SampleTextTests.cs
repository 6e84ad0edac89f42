using CsCheck;
using ValeoChaos.Core.Recordings;

namespace ValeoChaos.Core.Tests.Recordings;

public sealed class SampleTextTests
{
    private static readonly Gen<double> Values = Gen.OneOf(
        Gen.Int[0, 3].Select(v => (double)v), Gen.Long.Select(v => (double)v), Gen.Long[-(1L << 53), 1L << 53].Select(v => (double)v), Gen.Double, Gen.OneOf(0.5, -0.0, 1e20, double.NaN, double.PositiveInfinity, double.NegativeInfinity));

    private static readonly Gen<string> Texts = Gen.String[Gen.OneOf('a', ' ', '"', '\\', '\n', ',', '{', '}', '=', 'x', 'ä'), 0, 8];

    private static readonly Gen<MetricSeries> Series =
        Gen.Select(Gen.OneOf("up", "api:requests_total"), Gen.OneOf("a", "b"), Texts, Gen.Select(Gen.Long[1, 2000], Values).Array[1, 20])
            .Select((metric, instance, text, steps) =>
            {
                var at = 1_764_063_000_000L;
                return new MetricSeries(
                    new SeriesName(metric, new Dictionary<string, string> { ["job"] = "erp", ["instance"] = instance, ["text"] = text }),
                    [.. steps.Select(s => new Sample(at += s.Item1, s.Item2))]);
            });

    [Test]
    public void What_is_written_is_read_as_it_was() => Series.Array[1, 6].Sample(drawn =>
    {
        var series = drawn.DistinctBy(s => s.Name).ToList();
        var read = SampleText.Parse(SampleText.Write(series), "samples.gz").ToDictionary(s => s.Name);
        read.Should().HaveCount(series.Count);
        foreach (var one in series)
            read[one.Name].Samples.Select(Bits).Should().Equal(one.Samples.Select(Bits));
    }, iter: 300);

    [Test]
    public void What_does_not_change_takes_hardly_any_room()
    {
        var steady = new MetricSeries(SeriesName.Parse("up{instance=\"10.42.0.7:8000\",job=\"valeo-erp\"}"), [.. Enumerable.Range(0, 300).Select(i => new Sample(1_764_063_000_000 + (i * 750), 1))]);
        SampleText.Write([steady]).Should().Be("scrapes 1764063000000 750x299\nup{instance=\"10.42.0.7:8000\",job=\"valeo-erp\"} 1 0x299\n");
    }

    [TestCase("scrapes 17 750\nup{job=\"a\"} 1 0 0", "samples.gz, line 2: no samples (more values than the 2 scrapes of its target).*", TestName = "too many values")]
    [TestCase("scrapes 17 750\nup{job=\"a\"} 1", "samples.gz, line 2: no samples (1 values for 2 scrapes).*", TestName = "too few values")]
    [TestCase("scrapes 17 750\nup{job=\"a} 1 0", "samples.gz, line 2: no samples (*).*", TestName = "a name without its end")]
    [TestCase("scrapes soon", "samples.gz, line 1: no samples (*).*", TestName = "no time")]
    [TestCase("scrapes 17\nup{job=\"a\"} many", "samples.gz, line 2: no samples (*).*", TestName = "no value")]
    public void What_cannot_be_read_is_named_by_its_line(string text, string message) =>
        FluentActions.Invoking(() => SampleText.Parse(text, "samples.gz")).Should().Throw<RecordingFormatException>().WithMessage(message);

    private static (long At, long Value) Bits(Sample sample) => (sample.At, BitConverter.DoubleToInt64Bits(sample.Value));
}
