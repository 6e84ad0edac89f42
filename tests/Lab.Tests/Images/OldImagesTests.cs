using Docker.DotNet.Models;
using ValeoChaos.Lab.Images;

namespace ValeoChaos.Lab.Tests.Images;

/// <summary>Each change to an image leaves the one before it behind.</summary>
public sealed class OldImagesTests
{
    [TestCase(1, new[] { "valeochaos/node:monday", "valeochaos/node:sunday" })]
    [TestCase(2, new[] { "valeochaos/node:sunday" })]
    [TestCase(3, new string[0])]
    public void The_newest_stay(int kept, string[] go) =>
        OldImages.Of([Image(2, "valeochaos/node:monday"), Image(3, "valeochaos/node:tuesday"), Image(1, "valeochaos/node:sunday")], "valeochaos/node", kept).Should().Equal(go);

    [Test]
    public void Names_that_others_gave_an_image_stay() =>
        OldImages.Of([Image(1, "mine:1", "valeochaos/node:sunday", "valeochaos/nodes:1"), Image(1)], "valeochaos/node", kept: 0).Should().Equal("valeochaos/node:sunday");

    private static ImagesListResponse Image(int day, params string[] tags) => new() { Created = new DateTime(2026, 1, day, 0, 0, 0, DateTimeKind.Utc), RepoTags = tags };
}
