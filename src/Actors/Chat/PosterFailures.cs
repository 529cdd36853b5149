namespace RedmineBridge.Actors.Chat;

/// <summary>What a failure means for who asked.</summary>
public static class PosterFailures
{
    /// <summary>The same request may work later. All other failures are final.</summary>
    public static bool IsPassing(this PosterFailure why) => why is PosterFailure.Away or PosterFailure.Busy or PosterFailure.Unauthorized;
}
