using System.Text.Json.Serialization;
using RedmineBridge.Actors.Conversations;
using RedmineBridge.Actors.Forms;
using RedmineBridge.Actors.Redmine;
using RedmineBridge.Actors.Tickets;

namespace RedmineBridge.Actors.Intents;

/// <summary>What a person wants, whichever door they came through.</summary>
[JsonDerivedType(typeof(ShowHelp), "help")]
[JsonDerivedType(typeof(Unknown), "unknown")]
[JsonDerivedType(typeof(ShowTickets), "show-tickets")]
[JsonDerivedType(typeof(LinkText), "link-text")]
[JsonDerivedType(typeof(OpenForm), "open-form")]
[JsonDerivedType(typeof(RefreshForm), "refresh-form")]
[JsonDerivedType(typeof(FindChoices), "find-choices")]
[JsonDerivedType(typeof(SubmitForm), "submit-form")]
[JsonDerivedType(typeof(CreateBatch), "create-batch")]
[JsonDerivedType(typeof(CorrectForm), "correct-form")]
[JsonDerivedType(typeof(ShareCreated), "share-created")]
[JsonDerivedType(typeof(SetChannelProject), "set-channel-project")]
[JsonDerivedType(typeof(BeginDraft), "begin-draft")]
[JsonDerivedType(typeof(AnswerDraft), "answer-draft")]
[JsonDerivedType(typeof(MoveDraft), "move-draft")]
[JsonDerivedType(typeof(KeepForm), "keep-form")]
[JsonDerivedType(typeof(ForgetMe), "forget-me")]
[JsonDerivedType(typeof(Connect), "connect")]
[JsonDerivedType(typeof(GiveKey), "give-key")]
[JsonDerivedType(typeof(Disconnect), "disconnect")]
public abstract record Intent
{
    private Intent()
    {
    }

    /// <summary>What can you do?</summary>
    public sealed record ShowHelp : Intent;

    /// <summary>Throw away all that is stored of me. Answered with <see cref="Reply.Forgotten"/>.</summary>
    public sealed record ForgetMe : Intent;

    /// <summary>I want to act by an API key of my own. Answered with <see cref="Reply.KeyWanted"/>.</summary>
    public sealed record Connect : Intent;

    /// <summary>This is my key. Answered with <see cref="Reply.Connected"/>.</summary>
    public sealed record GiveKey(SealedKey Key) : Intent;

    /// <summary>Forget my key. Answered with <see cref="Reply.Disconnected"/>.</summary>
    public sealed record Disconnect : Intent;

    /// <param name="Word">What was typed instead of a command; empty when nothing was.</param>
    public sealed record Unknown(string Word) : Intent;

    /// <param name="Page">From 1.</param>
    /// <param name="PageSize">As many rows as the door can show; 1 to 100.</param>
    public sealed record ShowTickets(TicketList List, int Page, int PageSize) : Intent;

    /// <summary>Give back this text with its references linked.</summary>
    public sealed record LinkText(string Text, int MaxRunes) : Intent;

    /// <summary>Show this form, filled as far as known. Answered with <see cref="Reply.FormShown"/>.</summary>
    /// <param name="Text">What stood behind the command: a subject, or a list of tasks.</param>
    public sealed record OpenForm(FormKind Kind, string Text) : Intent;

    /// <summary>A field was changed that others depend on. Answered with <see cref="Reply.FormShown"/> of the same id.</summary>
    public sealed record RefreshForm(string FormId, FormKind Kind, FormValues Values) : Intent;

    /// <summary>Choices of a field whose text has what was typed. Answered with <see cref="Reply.ChoicesFound"/>.</summary>
    public sealed record FindChoices(string FormId, FormKind Kind, FormValues Values, string Field, string Query) : Intent;

    /// <summary>
    /// Do it. A second delivery is the same request. Answered with <see cref="Reply.FormShown"/> when something is wrong (with the values
    /// and the problems); for a ticket with <see cref="Reply.Creating"/> as soon as it is written down and later with
    /// <see cref="Reply.Created"/>; for a batch with <see cref="Reply.BatchTaken"/>.
    /// </summary>
    public sealed record SubmitForm(string FormId, FormKind Kind, FormValues Values) : Intent;

    /// <summary>Create the good lines of a checked list. Answered with <see cref="Reply.BatchTaken"/>.</summary>
    public sealed record CreateBatch(string BatchId) : Intent;

    /// <summary>Show the form again with what was typed: a checked list, or a ticket that Redmine refused. Answered with <see cref="Reply.FormShown"/>.</summary>
    public sealed record CorrectForm(string FormId) : Intent;

    /// <summary>Show the result where it was asked for. Answered with <see cref="Reply.Shared"/> or, for a private project, <see cref="Reply.ShareDoubted"/>.</summary>
    /// <param name="IsSure">The person has seen the warning.</param>
    public sealed record ShareCreated(string RequestId, bool IsSure) : Intent;

    /// <summary>From now on forms in this channel begin with this project. Answered with <see cref="Reply.ChannelProjectSet"/>.</summary>
    /// <param name="Project">Its identifier or name; empty to tell what is set, <c>-</c> to forget it.</param>
    /// <param name="MayManage">The person is an administrator of the channel, says Mattermost.</param>
    public sealed record SetChannelProject(string Project, bool MayManage) : Intent;

    /// <summary>Make a ticket of this, talking. A second delivery is the same draft. Answered with <see cref="Reply.TalkGoesOn"/>.</summary>
    /// <param name="Text">What was said; empty for nothing.</param>
    public sealed record BeginDraft(string DraftId, string Text) : Intent;

    /// <summary>The answer to a question, by a button or menu. Answered with <see cref="Reply.TalkGoesOn"/>, or a hint.</summary>
    /// <param name="Number">The question's.</param>
    /// <param name="Values">Empty where the door hands over what was selected.</param>
    public sealed record AnswerDraft(string DraftId, int Number, string Field, IReadOnlyList<string> Values) : Intent;

    /// <summary>A step in a draft, by a button. Answered with <see cref="Reply.TalkGoesOn"/>, or a hint.</summary>
    /// <param name="Number">Of the question or summary that the button belongs to.</param>
    public sealed record MoveDraft(string DraftId, int Number, DraftMove Move) : Intent;

    /// <summary>
    /// A form that was sent too late: what was typed becomes a draft in the direct message, a list is previewed there. A second delivery
    /// is the same draft. Answered with <see cref="Reply.TalkGoesOn"/>.
    /// </summary>
    public sealed record KeepForm(string FormId, FormKind Kind, FormValues Values) : Intent
    {
        /// <summary>It was not too late: something has to be asked that the form has no place for.</summary>
        public bool IsInTime { get; init; }
    }
}
