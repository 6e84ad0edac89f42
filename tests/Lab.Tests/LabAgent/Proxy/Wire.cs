using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace ValeoChaos.Lab.Tests.LabAgent.Proxy;

/// <summary>One end of a connection. Every wait ends within <see cref="Patience"/>, with a message that says what came until then.</summary>
internal sealed class Wire(Socket socket)
{
    /// <summary>Long enough for a machine under load.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>How long nothing must come to be called silent.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(100);

    public Socket Socket => socket;

    public Task SendAsync(string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text), SocketFlags.None);

    public void SendEnd() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Goes as a crashed process does.</summary>
    public void Reset() => socket.Close(0);

    /// <summary>Receives exactly this, and says how long that took.</summary>
    public async Task<TimeSpan> ShouldReceiveAsync(string text, string because = "")
    {
        var start = Stopwatch.GetTimestamp();
        var received = await ReceiveAsync(Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetString(received).Should().Be(text, because);
        return Stopwatch.GetElapsedTime(start);
    }

    public async Task<byte[]> ReceiveAsync(int count)
    {
        var buffer = new byte[count];
        var got = 0;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (got < count && await socket.ReceiveAsync(buffer.AsMemory(got), patience.Token) is > 0 and var more)
                got += more;
        }
        catch (OperationCanceledException)
        {
            // What is missing is said below.
        }

        return buffer[..got];
    }

    public void ShouldBeSilent(string because) => socket.Poll(Silence, SelectMode.SelectRead).Should().BeFalse(because);

    /// <summary>The other side closed, in good order (FIN).</summary>
    public async Task ShouldEndAsync(string because = "")
    {
        using var patience = new CancellationTokenSource(Patience);
        var receive = async () => await socket.ReceiveAsync(new byte[1], patience.Token);
        (await receive.Should().NotThrowAsync(because)).Which.Should().Be(0, because);
    }

    /// <summary>The other side reset the connection (RST).</summary>
    public async Task ShouldBeResetAsync(string because = "")
    {
        using var patience = new CancellationTokenSource(Patience);
        var receive = async () => await socket.ReceiveAsync(new byte[1], patience.Token);
        (await receive.Should().ThrowAsync<SocketException>(because)).Which.SocketErrorCode.Should().Be(SocketError.ConnectionReset, because);
    }
}
