using System.Text;
using CsCheck;
using ValeoChaos.Lab.Load;

namespace ValeoChaos.Lab.Tests.Load;

public sealed class ResponseReaderTests
{
    private static readonly string[] Responses =
    [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1a;x=y\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\nTrailer: t\r\n\r\n",
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n",
    ];

    [Test]
    public void A_response_reads_the_same_in_whatever_pieces_it_comes() =>
        Gen.Select(Gen.Int[0, Responses.Length - 1], Gen.Int[1, 30].Array[1, 200]).Sample((which, sizes) =>
        {
            var bytes = Encoding.ASCII.GetBytes(Responses[which]);
            var reader = Reader();
            var (at, piece) = (0, 0);
            while (at < bytes.Length)
            {
                var size = Math.Min(sizes[piece++ % sizes.Length], bytes.Length - at);
                at += size;
                if (reader.Feed(bytes.AsSpan(at - size, size)) != (at < bytes.Length ? Reading.More : Reading.Done))
                    return false;
            }

            return reader.Status == (which switch { 2 => 204, 3 => 503, _ => 200 }) && !reader.Closes;
        });

    [TestCase("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx")]
    [TestCase("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxHTTP/1.1 200 what nobody asked for")]
    public void A_connection_that_cannot_be_used_again_is_not(string response)
    {
        var reader = Reader();
        reader.Feed(Encoding.ASCII.GetBytes(response)).Should().Be(Reading.Done);
        reader.Closes.Should().BeTrue();
    }

    [Test]
    public void A_body_without_length_ends_with_the_connection()
    {
        var reader = Reader();
        reader.Feed("HTTP/1.1 200 OK\r\n\r\nhello"u8).Should().Be(Reading.More);
        reader.EndsAtClose.Should().BeTrue();
    }

    [Test]
    public void The_answer_to_HEAD_has_no_body()
    {
        var reader = new ResponseReader();
        reader.Reset(headRequest: true);
        reader.Feed("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n"u8).Should().Be(Reading.Done);
    }

    [TestCase("SSH-2.0-OpenSSH\r\n")]
    [TestCase("HTTP/1.1 abc\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: -4\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [TestCase("HTTP/1.1 200 OK\r\nno colon\r\n")]
    public void What_is_no_response_is_invalid(string response) =>
        Reader().Feed(Encoding.ASCII.GetBytes(response)).Should().Be(Reading.Invalid);

    private static ResponseReader Reader()
    {
        var reader = new ResponseReader();
        reader.Reset(headRequest: false);
        return reader;
    }
}
