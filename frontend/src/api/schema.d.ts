// Made from openapi.json by `npm run types`. Do not edit.
export interface paths {
    "/api/v1/ai": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Whether drafts are being written now, and if not, why and until when. */
        get: operations["ai_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attachments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A file as it came. Never shown in the page: the browser only saves it. */
        get: operations["attachment_download"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description Approve up to 25 drafts of low risk, each under the rules of a single decision.
         *
         *     The answer says of each whether it was decided, or why not; one does not stop the others.
         */
        post: operations["batches_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/batches/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Take back all of a batch that has not gone out. */
        post: operations["batches_undo_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Server-sent events `{type, id, version}`: that something changed, never what it is now.
         *
         *     For people with a session. `id` is the ticket's, `suggestion` may be named too. After `reset`,
         *     fetch anew what you show. A client that comes back with `Last-Event-ID` gets what it missed.
         */
        get: operations["events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The jobs that make drafts, newest first. */
        get: operations["jobs_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The jobs that make drafts, newest first. */
        get: operations["jobs_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Call off a draft under way. To take that back, ask for a new one. */
        post: operations["jobs_cancel_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Ask for a new draft in place of a failed or cancelled one; answers the new job. */
        post: operations["jobs_retry_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Ask again for many drafts at once, by job or by error; says which were left out. */
        post: operations["jobs_retry_many"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Review figures of a period: how people judged the drafts. */
        get: operations["metrics_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metrics/desk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What waits, flows, succeeds, fails and costs at the desk. */
        get: operations["metrics_desk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metrics/mine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description The figures of the person who asks, beside the team's medians. There is no parameter that
         *     names a person: another's cannot be asked for.
         */
        get: operations["metrics_mine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description The people of the desk to whom work can be given: those who may act, and are not away for
         *     good.
         */
        get: operations["people_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Who has a ticket open. Advice: it neither gives nor takes any right. */
        get: operations["presence"];
        put?: never;
        /** @description I look at this ticket; to be said again within a minute. */
        post: operations["presence_create"];
        /** @description Who has a ticket open. Advice: it neither gives nor takes any right. */
        delete: operations["presence_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description The first 100 drafts in the order in which they are claimed, with counts by view; or the
         *     ones of `ids` that are still in the list, without counts.
         */
        get: operations["queue_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue/choices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What there is to filter by now: categories, languages, models, and people to assign. */
        get: operations["queue_choices_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Leases on drafts, so that two people never read the same one. */
        post: operations["queue_claim_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue/heartbeat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Leases on drafts, so that two people never read the same one. */
        post: operations["queue_heartbeat_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue/ids": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The whole list, as ids: a snapshot of which `GET queue?ids=` gives the lines in view. */
        get: operations["queue_ids_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Leases on drafts, so that two people never read the same one. */
        post: operations["queue_release_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue/skips": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Counts by reason over the last seven days. */
        get: operations["queue_skips_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Named addresses of the queue: one's own, and those that a supervisor shares. */
        get: operations["queue_views_list"];
        put?: never;
        /** @description Named addresses of the queue: one's own, and those that a supervisor shares. */
        post: operations["queue_views_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queue/views/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** @description Named addresses of the queue: one's own, and those that a supervisor shares. */
        delete: operations["queue_views_destroy"];
        options?: never;
        head?: never;
        /** @description Named addresses of the queue: one's own, and those that a supervisor shares. */
        patch: operations["queue_views_partial_update"];
        trace?: never;
    };
    "/api/v1/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["reviews_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviews/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["reviews_undo_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The browser's session. */
        get: operations["session_retrieve"];
        put?: never;
        /** @description The browser's session. */
        post: operations["session_create"];
        /** @description The browser's session. */
        delete: operations["session_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/suggestions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Mixed into the drafts' view set. */
        get: operations["suggestions_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/suggestions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Mixed into the drafts' view set. */
        get: operations["suggestions_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/suggestions/{id}/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Lease this very draft, if nobody else holds it. */
        post: operations["suggestions_claim_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/suggestions/{id}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Mixed into the drafts' view set. */
        post: operations["suggestions_decision_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/suggestions/{id}/provenance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The prompt as it was sent, the sources given, the answer, and what it cost. */
        get: operations["suggestions_provenance_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/suggestions/{id}/skip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Pass the draft on: it is kept from you for a while, and the others get it at once. */
        post: operations["suggestions_skip_create"];
        /** @description Take the skip back, within five minutes. */
        delete: operations["suggestions_skip_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The tags that tickets have been given, by name. */
        get: operations["tags_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["tickets_list"];
        put?: never;
        post: operations["tickets_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["tickets_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["tickets_partial_update"];
        trace?: never;
    };
    "/api/v1/tickets/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What the ticket's row looked like before and after each change, newest first. */
        get: operations["tickets_history_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["tickets_messages_list"];
        put?: never;
        post: operations["tickets_messages_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{id}/related": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The customer's other tickets, and resolved tickets that asked something like this. */
        get: operations["tickets_related_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{id}/suggestions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["tickets_suggestions_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["tickets_timeline_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["tickets_bulk_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vigilance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description How fast people approved, which planted errors they caught, and whether two people agreed. */
        get: operations["vigilance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vigilance/mine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The same of the person who asks; another's cannot be asked for. */
        get: operations["vigilance_mine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AI: {
            /**
             * @description limited: a budget is used up. trying: one call finds out whether it is back.
             *
             *     * `available` - available
             *     * `paused` - paused
             *     * `unavailable` - unavailable
             *     * `trying` - trying
             *     * `limited` - limited
             */
            state: components["schemas"]["StateEnum"];
            /** @description One sentence for people; empty when available. */
            detail: string;
            /** Format: date-time */
            since: string | null;
            /**
             * Format: date-time
             * @description When the service is asked again, if that is known.
             */
            until: string | null;
            /** @description Queued jobs. */
            waiting: number;
            /** Format: date-time */
            oldest_waiting_at: string | null;
        };
        AIState: {
            state: string;
            detail: string;
            /** Format: date-time */
            since: string | null;
            /** Format: date-time */
            until: string | null;
        };
        Acceptance: {
            category: string | null;
            prompt_version: number | null;
            decided: number;
            approved: number;
            edited: number;
            rejected: number;
            /** @description Approved several at a time, low risk all. */
            together: number;
            /**
             * Format: double
             * @description Share from 0 to 1; null of nothing.
             */
            acceptance_rate: number | null;
            /**
             * Format: double
             * @description Of Wilson's 95 % interval.
             */
            low: number | null;
            /** Format: double */
            high: number | null;
        };
        Actor: {
            id: number | null;
            kind: components["schemas"]["ActorKind"];
            name: string;
        };
        /**
         * @description * `human` - human
         *     * `service` - service
         *     * `system` - system
         *     * `ai` - ai
         * @enum {string}
         */
        ActorKind: "human" | "service" | "system" | "ai";
        AgeClass: {
            from_hours: number;
            to_hours: number | null;
            count: number;
        };
        Attachment: {
            readonly id: number;
            name: string;
            content_type: string;
            /** @description In bytes. */
            readonly size: number;
            readonly sha256: string;
        };
        /** @description A serializer for requests: an unknown field is an error, not a silence. */
        AttachmentInputRequest: {
            name: string;
            content_type: components["schemas"]["ContentTypeEnum"];
            /** @description Base64; at most 1048576 bytes. */
            content: string;
        };
        Backlog: {
            /** @description Drafts that wait for a decision. */
            waiting: number;
            /** Format: date-time */
            oldest: string | null;
            ages: components["schemas"]["AgeClass"][];
            priorities: components["schemas"]["PriorityLine"][];
            views: {
                [key: string]: number;
            };
            /** @description Draft jobs that are not done yet. */
            without_draft: number;
            /** Format: date-time */
            oldest_without_draft: string | null;
            /** @description Failed drafts that nothing has followed. */
            failed: number;
        };
        Batch: {
            readonly id: number;
            /** @description How many drafts the person approved. */
            asked: number;
            /** Format: date-time */
            created_at?: string;
            /** @description One for each draft, in the order asked. */
            results: components["schemas"]["Outcome"][];
        };
        /** @description A serializer for requests: an unknown field is an error, not a silence. */
        BatchInputRequest: {
            drafts: components["schemas"]["ShownDraftRequest"][];
            /** @description How many drafts the person confirmed. */
            count: number;
            /** @description How long all of them together were on screen. */
            dwell_ms?: number;
        };
        /** @enum {unknown} */
        BlankEnum: "";
        /** @description A serializer for requests: an unknown field is an error, not a silence. */
        BulkInputRequest: {
            tickets: components["schemas"]["TicketInputRequest"][];
        };
        Calls: {
            count: number;
            /** @description Of the calls that were answered. */
            p50_ms: number | null;
            p95_ms: number | null;
            failures: components["schemas"]["FailureLine"][];
        };
        /**
         * @description * `api` - Api
         *     * `web` - Web
         *     * `email` - Email
         *     * `chat` - Chat
         *     * `phone` - Phone
         *     * `import` - Import
         * @enum {string}
         */
        ChannelEnum: "api" | "web" | "email" | "chat" | "phone" | "import";
        Citation: {
            n: number;
            kind: components["schemas"]["CitationKind"];
            source_id: number;
            title: string;
            text: string;
            quote: string;
            /** Format: double */
            score: number;
        };
        /**
         * @description * `article` - article
         *     * `resolution` - resolution
         * @enum {string}
         */
        CitationKind: "article" | "resolution";
        Claim: {
            by: components["schemas"]["Person"];
            mine: boolean;
            /** Format: date-time */
            expires_at: string;
        };
        /**
         * @description The filters of the queue: of its list, its ids and of claims alike. Several values of one
         *     filter mean any of them; different filters must all hold.
         */
        ClaimInputRequest: {
            /** @default all */
            view: components["schemas"]["ViewEnum"];
            /**
             * @description priority: most urgent first, then oldest. due: whose answer is due first.
             *
             *     * `priority` - priority
             *     * `due` - due
             *     * `oldest` - oldest
             *     * `newest` - newest
             * @default priority
             */
            order: components["schemas"]["OrderEnum"];
            status?: components["schemas"]["TicketStatus"][];
            /** @description As proposed by the draft; none finds drafts without one. */
            category?: string[];
            priority?: components["schemas"]["Priority"][];
            risk?: components["schemas"]["RiskEnum"][];
            language?: string[];
            /** @description Hours since the ticket was opened. */
            older_than?: number;
            /** @description Hours since the ticket was opened. */
            newer_than?: number;
            /** @description A person's id, me or none. */
            assignee?: string;
            /**
             * @description needs_confirmation: a person must look at a warning before approving.
             *
             *     * `has_reply` - has_reply
             *     * `no_reply` - no_reply
             *     * `needs_confirmation` - needs_confirmation
             */
            draft?: components["schemas"]["DraftEnum"];
            provider?: components["schemas"]["ProviderEnum"][];
            model?: string[];
            /** @description Words, each as far as it is typed, of the subject, the customer, the messages or the draft; or a ticket's reference. */
            search?: string;
            count: number;
            exclude?: number[];
        };
        Claimed: {
            results: components["schemas"]["Suggestion"][];
        };
        /**
         * @description * `text/plain` - text/plain
         *     * `text/csv` - text/csv
         *     * `text/markdown` - text/markdown
         *     * `application/json` - application/json
         *     * `application/pdf` - application/pdf
         *     * `image/png` - image/png
         *     * `image/jpeg` - image/jpeg
         * @enum {string}
         */
        ContentTypeEnum: "text/plain" | "text/csv" | "text/markdown" | "application/json" | "application/pdf" | "image/png" | "image/jpeg";
        Customer: {
            readonly id: number;
            name: string;
            /** Format: email */
            email: string;
            external_id?: string;
        };
        /** @description A serializer for requests: an unknown field is an error, not a silence. */
        CustomerInputRequest: {
            name: string;
            /** Format: email */
            email: string;
            external_id?: string;
        };
        DecidedSlot: {
            /**
             * Format: date-time
             * @description When the hour or day begins.
             */
            at: string;
            approved: number;
            edited: number;
            rejected: number;
            seconded: number;
        };
        Decision: {
            readonly id: number;
            suggestion: number;
            stage?: number;
            reviewer: components["schemas"]["Person"];
            readonly verdict: components["schemas"]["VerdictEnum"];
            final_summary?: string;
            final_reply?: string;
            reason_code?: components["schemas"]["ReasonCodeEnum"] | components["schemas"]["BlankEnum"];
            note?: string;
            /** @description Blocking gates that the person confirmed to have looked at. */
            confirmed_gates?: unknown;
            /** @description What was signed of category, priority and the like. */
            triage: {
                [key: string]: unknown;
            };
            next_status: string;
            /** Format: date-time */
            created_at?: string;
            /** Format: date-time */
            undo_until: string;
            readonly undone: boolean;
            /** @description False: a second reviewer has yet to agree. */
            final: boolean;
            readonly message: number | null;
            /** @description Set when this was a check of the reviewer's attention: nothing has changed. */
            readonly check: components["schemas"]["Revealed"] | null;
        };
        /**
         * @description * `open` - open
         *     * `pending` - pending
         *     * `resolved` - resolved
         * @enum {string}
         */
        DecisionInputNextStatusEnum: "open" | "pending" | "resolved";
        /** @description A serializer for requests: an unknown field is an error, not a silence. */
        DecisionInputRequest: {
            verdict: components["schemas"]["VerdictEnum"];
            content_hash: string;
            ticket_version: number;
            summary?: string;
            reply?: string;
            next_status?: components["schemas"]["DecisionInputNextStatusEnum"];
            reason_code?: components["schemas"]["ReasonCodeEnum"];
            note?: string;
            /**
             * Format: int64
             * @description The id of the first signature that was shown, when there was one.
             */
            first_review?: number | null;
            /** @description Codes of the gates to confirm that the reviewer looked at. */
            confirmed?: string[];
            /** @description What the reviewer corrects of the proposals; the rest is accepted as proposed, or nothing of it when the draft is rejected. */
            triage?: components["schemas"]["TriageInputRequest"];
            dwell_ms?: number;
        };
        Deliveries: {
            failed: number;
            /** @description Due for a while and not sent. */
            late: number;
        };
        Delivery: {
            status: components["schemas"]["DeliveryStatus"];
            /** Format: date-time */
            deliver_after: string;
            /** Format: date-time */
            sent_at: string | null;
            error: string;
        };
        /**
         * @description * `scheduled` - Scheduled
         *     * `sending` - Sending
         *     * `sent` - Sent
         *     * `failed` - Failed
         *     * `cancelled` - Cancelled
         * @enum {string}
         */
        DeliveryStatus: "scheduled" | "sending" | "sent" | "failed" | "cancelled";
        Desk: {
            period: components["schemas"]["Period"];
            backlog: components["schemas"]["Backlog"];
            flow: components["schemas"]["Flow"];
            quality: components["schemas"]["DeskQuality"];
            calls: components["schemas"]["Calls"];
            spending: components["schemas"]["Spending"];
            ai: components["schemas"]["AIState"];
            paused_categories: components["schemas"]["PausedCategory"][];
            deliveries: components["schemas"]["Deliveries"];
        };
        DeskPerson: {
            readonly id: number;
            name: string;
            role?: components["schemas"]["RoleEnum"];
        };
        DeskQuality: {
            total: components["schemas"]["Acceptance"];
            categories: components["schemas"]["Acceptance"][];
            prompts: components["schemas"]["Acceptance"][];
        };
        /**
         * @description * `has_reply` - has_reply
         *     * `no_reply` - no_reply
         *     * `needs_confirmation` - needs_confirmation
         * @enum {string}
         */
        DraftEnum: "has_reply" | "no_reply" | "needs_confirmation";
        DraftJob: {
            readonly id: number;
            ticket: number;
            ticket_version: number;
            /** @default queued */
            status: components["schemas"]["JobStatus"];
            /** @description What the person who asked wants of this draft. */
            instruction?: string;
            /** @description Why a queued job is not being drafted: the AI is paused, does not answer or has used up its budget; a new try is due at next_attempt_at; or other jobs come first. */
            readonly waits_for: components["schemas"]["WaitsForEnum"] | components["schemas"]["NullEnum"];
            /** @description Tries that count against max_attempts. */
            attempts?: number;
            max_attempts: number;
            /** @description Tries that the AI service failed; they do not count. */
            outages?: number;
            /** Format: date-time */
            next_attempt_at?: string;
            error_code?: string;
            /** @description Why the last try brought no draft, in words. */
            error?: string;
            /** Format: date-time */
            created_at?: string;
            /** Format: date-time */
            finished_at?: string | null;
        };
        /** @description A serializer for requests: an unknown field is an error, not a silence. */
        DraftRequestInputRequest: {
            /** @description What the new draft should be like, such as “shorter”. It is cleared of personal data like everything else before the AI is told. */
            instruction?: string;
        };
        Duplicate: {
            ticket: number;
            reference: string;
            /**
             * Format: double
             * @description How alike the questions are, 0 to 1.
             */
            score: number;
            same_customer: boolean;
        };
        DwellClass: {
            from_seconds: number;
            to_seconds: number | null;
            count: number;
        };
        FailureLine: {
            /** @description A provider's code, or `lost`: its worker died. */
            code: string;
            count: number;
        };
        FieldChange: {
            field: string;
            before: string | null;
            after: string | null;
        };
        Filled: {
            placeholder: string;
            /** @description In Unicode characters, from 0. */
            start: number;
            end: number;
        };
        Flow: {
            series: components["schemas"]["FlowSlot"][];
            total: components["schemas"]["FlowCounts"];
            /** @description Mean of all hours of the period, nights included. */
            per_hour: components["schemas"]["FlowCounts"];
        };
        FlowCounts: {
            /** Format: double */
            arrived: number;
            /** Format: double */
            drafted: number;
            /** Format: double */
            decided: number;
            /** Format: double */
            sent: number;
        };
        FlowSlot: {
            /** Format: double */
            arrived: number;
            /** Format: double */
            drafted: number;
            /** Format: double */
            decided: number;
            /** Format: double */
            sent: number;
            /** Format: date-time */
            at: string;
        };
        /** @description How a draft came about: what was sent, what was read, what it cost. */
        FullProvenance: {
            provider: string;
            model: string;
            prompt_version: number;
            parameters: {
                [key: string]: unknown;
            };
            /** @description The exact body that left, after redaction. */
            request: string;
            /** @description The exact body that came back. */
            response: string;
            /** @description All that were given, as they were then. */
            sources: components["schemas"]["Source"][];
            redactions: number;
            input_tokens: number;
            output_tokens: number;
            /** Format: decimal */
            cost: string;
            timings: components["schemas"]["Timings"];
            /** Format: date-time */
            started_at: string;
        };
        Gate: {
            code: string;
            level: components["schemas"]["LevelEnum"];
            message: string;
            spans: string[];
            /** @description A person must confirm to have looked, or edit, before the draft is approved. */
            readonly confirm: boolean;
        };
        Heartbeat: {
            results: components["schemas"]["KeptClaim"][];
            lost: number[];
        };
        /**
         * @description * `queued` - Queued
         *     * `running` - Running
         *     * `done` - Done
         *     * `failed` - Failed
         *     * `cancelled` - Cancelled
         * @enum {string}
         */
        JobStatus: "queued" | "running" | "done" | "failed" | "cancelled";
        KeptClaim: {
            id: number;
            /** Format: date-time */
            expires_at: string;
        };
        LastReply: {
            /** Format: date-time */
            created_at: string;
            readonly excerpt: string;
        };
        /**
         * @description * `pass` - pass
         *     * `info` - info
         *     * `warn` - warn
         *     * `block` - block
         * @enum {string}
         */
        LevelEnum: "pass" | "info" | "warn" | "block";
        Limits: {
            tokens_per_day: number | null;
            /** Format: decimal */
            money_per_day: string | null;
            tokens_per_month: number | null;
            /** Format: decimal */
            money_per_month: string | null;
        };
        /** @description A serializer for requests: an unknown field is an error, not a silence. */
        LookInputRequest: {
            /** Format: int64 */
            ticket: number;
        };
        Looking: {
            user: components["schemas"]["Person"];
            /** Format: date-time */
            until: string;
        };
        Message: {
            readonly id: number;
            kind: components["schemas"]["MessageKind"];
            body: string;
            author: components["schemas"]["Person"] | null;
            /** @description Download each from /api/v1/attachments/{id}. */
            attachments: components["schemas"]["Attachment"][];
            /** Format: date-time */
            created_at?: string;
            readonly delivery: components["schemas"]["Delivery"] | null;
            review?: number | null;
        };
        /** @description A serializer for requests: an unknown field is an error, not a silence. */
        MessageInputRequest: {
            kind: components["schemas"]["MessageKind"];
            body: string;
            attachments?: components["schemas"]["AttachmentInputRequest"][];
            next_status?: components["schemas"]["TicketStatus"];
        };
        /**
         * @description * `customer` - Customer
         *     * `public_reply` - Public Reply
         *     * `internal_note` - Internal Note
         * @enum {string}
         */
        MessageKind: "customer" | "public_reply" | "internal_note";
        Metrics: {
            /** Format: date-time */
            start: string;
            /** Format: date-time */
            end: string;
            total: components["schemas"]["Quality"];
            /** @description Empty without `by`. */
            groups: components["schemas"]["Quality"][];
        };
        Mine: {
            /**
             * Format: double
             * @description Decisions by clock hours with at least one decision.
             */
            per_hour: number | null;
            /**
             * Format: double
             * @description Share from 0 to 1; null of nothing.
             */
            acceptance_rate: number | null;
            /**
             * Format: double
             * @description Share from 0 to 1; null of nothing.
             */
            edit_rate: number | null;
            /**
             * Format: double
             * @description Mean share of the words that edits changed, 0 to 1.
             */
            edit_distance: number | null;
            /**
             * Format: double
             * @description Share from 0 to 1; null of nothing.
             */
            rejection_rate: number | null;
            /**
             * Format: double
             * @description Share from 0 to 1; null of nothing.
             */
            undo_rate: number | null;
            /**
             * Format: double
             * @description On screen; without drafts that were approved together.
             */
            median_dwell_ms: number | null;
            /**
             * Format: double
             * @description Drafts passed on.
             */
            skipped: number | null;
            /** @description Signatures that were not taken back. */
            decided: number;
            undone: number;
            /** @description Signatures under a colleague's text. */
            seconded: number;
            /** @description The others: what the rates are shares of. */
            judged: number;
            approved: number;
            edited: number;
            rejected: number;
            /** @description Approved several at a time. */
            together: number;
            /** @description Decisions whose dwell time is known. */
            timed: number;
            active_hours: number;
        };
        MyNumbers: {
            period: components["schemas"]["Period"];
            mine: components["schemas"]["Mine"];
            /** @description How many people decided anything. */
            people: number;
            /** @description Medians; each null when fewer than three people have it. */
            team: components["schemas"]["Rates"];
            reasons: components["schemas"]["Reason"][];
            series: components["schemas"]["DecidedSlot"][];
            dwell: components["schemas"]["DwellClass"][];
        };
        MyReview: {
            readonly id: number;
            suggestion: number;
            stage?: number;
            reviewer: components["schemas"]["Person"];
            readonly verdict: components["schemas"]["VerdictEnum"];
            final_summary?: string;
            final_reply?: string;
            reason_code?: components["schemas"]["ReasonCodeEnum"] | components["schemas"]["BlankEnum"];
            note?: string;
            /** @description Blocking gates that the person confirmed to have looked at. */
            confirmed_gates?: unknown;
            /** @description What was signed of category, priority and the like. */
            triage: {
                [key: string]: unknown;
            };
            next_status: string;
            /** Format: date-time */
            created_at?: string;
            /** Format: date-time */
            undo_until: string;
            readonly undone: boolean;
            /** @description False: a second reviewer has yet to agree. */
            final: boolean;
            readonly message: number | null;
            /** @description Set when several were approved together. */
            batch?: number | null;
            ticket: number;
            ticket_reference: string;
            ticket_subject: string;
            customer_name: string;
            draft_status: string;
            /** @description Who decided after this first signature; empty when nobody or oneself. */
            readonly settled_by: string;
            /**
             * Format: double
             * @description How long it can still be taken back, by the clock of the server.
             */
            readonly seconds_left: number;
            readonly delivery_status: components["schemas"]["DeliveryStatus"] | components["schemas"]["NullEnum"];
            readonly delivery_error: string;
        };
        /**
         * @description * `` -
         *     * `too_few` - too_few
         *     * `one_verdict` - one_verdict
         * @enum {string}
         */
        NoKappaEnum: "too_few" | "one_verdict";
        NullEnum: null;
        /**
         * @description * `priority` - priority
         *     * `due` - due
         *     * `oldest` - oldest
         *     * `newest` - newest
         * @enum {string}
         */
        OrderEnum: "priority" | "due" | "oldest" | "newest";
        OtherTicket: {
            readonly id: number;
            reference: string;
            subject: string;
            status?: components["schemas"]["TicketStatus"];
            /** Format: date-time */
            created_at?: string;
            last_reply: components["schemas"]["LastReply"] | null;
        };
        Others: {
            others: components["schemas"]["Looking"][];
        };
        Outcome: {
            suggestion: number;
            review: components["schemas"]["Review"] | null;
            /** @description Why it was refused; empty when it was done. */
            code: string;
            detail: string;
            /** @description Set when this was a check of the reviewer's attention: nothing has changed. */
            readonly check: components["schemas"]["Revealed"] | null;
        };
        Outcomes: {
            results: components["schemas"]["Outcome"][];
        };
        OwnVigilance: {
            decisions: number;
            /** @description Of the approvals whose time is known: too fast to read. */
            fast: components["schemas"]["Rated"];
            /** @description The same of approvals together with others. */
            fast_together: components["schemas"]["Rated"];
            /** @description Of the planted errors decided on. */
            caught: components["schemas"]["Rated"];
            /** @description Of the blind second reviews; none where there are too few. */
            agreed: components["schemas"]["Rated"] | null;
        };
        PaginatedDeskPersonList: {
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?cursor=cD00ODY%3D"
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?cursor=cj0xJnA9NDg3
             */
            previous?: string | null;
            results: components["schemas"]["DeskPerson"][];
        };
        PaginatedDraftJobList: {
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?cursor=cD00ODY%3D"
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?cursor=cj0xJnA9NDg3
             */
            previous?: string | null;
            results: components["schemas"]["DraftJob"][];
        };
        PaginatedMessageList: {
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?cursor=cD00ODY%3D"
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?cursor=cj0xJnA9NDg3
             */
            previous?: string | null;
            results: components["schemas"]["Message"][];
        };
        PaginatedMyReviewList: {
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?cursor=cD00ODY%3D"
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?cursor=cj0xJnA9NDg3
             */
            previous?: string | null;
            results: components["schemas"]["MyReview"][];
        };
        PaginatedRowChangeList: {
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?cursor=cD00ODY%3D"
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?cursor=cj0xJnA9NDg3
             */
            previous?: string | null;
            results: components["schemas"]["RowChange"][];
        };
        PaginatedSuggestionList: {
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?cursor=cD00ODY%3D"
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?cursor=cj0xJnA9NDg3
             */
            previous?: string | null;
            results: components["schemas"]["Suggestion"][];
        };
        PaginatedTagList: {
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?cursor=cD00ODY%3D"
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?cursor=cj0xJnA9NDg3
             */
            previous?: string | null;
            results: components["schemas"]["Tag"][];
        };
        PaginatedTicketList: {
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?cursor=cD00ODY%3D"
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?cursor=cj0xJnA9NDg3
             */
            previous?: string | null;
            results: components["schemas"]["Ticket"][];
        };
        PaginatedTimelineEventList: {
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?cursor=cD00ODY%3D"
             */
            next?: string | null;
            /**
             * Format: uri
             * @example http://api.example.org/accounts/?cursor=cj0xJnA9NDg3
             */
            previous?: string | null;
            results: components["schemas"]["TimelineEvent"][];
        };
        /** @description A serializer for requests: an unknown field is an error, not a silence. */
        PatchedSavedViewPatchRequest: {
            name?: string;
            query?: components["schemas"]["QueueQueryRequest"];
            shared?: boolean;
        };
        /** @description A serializer for requests: an unknown field is an error, not a silence. */
        PatchedTicketPatchRequest: {
            subject?: string;
            status?: components["schemas"]["TicketStatus"];
            priority?: components["schemas"]["Priority"];
            category?: string;
            tags?: string[];
            assignee?: number | null;
            metadata?: {
                [key: string]: unknown;
            };
        };
        PausedCategory: {
            category: string;
            rejected: number;
            decided: number;
            /** Format: date-time */
            paused_at: string;
        };
        Period: {
            days: number;
            tz: string;
            /**
             * @description What one row of a series stands for.
             *
             *     * `hour` - hour
             *     * `day` - day
             */
            unit: components["schemas"]["UnitEnum"];
            /** Format: date-time */
            start: string;
            /**
             * Format: date-time
             * @description When the figures were counted.
             */
            end: string;
        };
        Person: {
            id: number;
            name: string;
        };
        Planted: {
            kind: components["schemas"]["PlantedKindEnum"];
            /** @description As it was in the genuine draft, with its neighbours. */
            before: string;
            /** @description As it was shown. */
            after: string;
        };
        /**
         * @description * `amount` - amount
         *     * `date` - date
         *     * `time_limit` - time_limit
         *     * `negation` - negation
         *     * `product` - product
         *     * `promise` - promise
         * @enum {string}
         */
        PlantedKindEnum: "amount" | "date" | "time_limit" | "negation" | "product" | "promise";
        /**
         * @description * `low` - Low
         *     * `normal` - Normal
         *     * `high` - High
         *     * `urgent` - Urgent
         * @enum {string}
         */
        Priority: "low" | "normal" | "high" | "urgent";
        PriorityLine: {
            priority: components["schemas"]["Priority"];
            count: number;
            /** Format: date-time */
            oldest: string | null;
        };
        Provenance: {
            provider: string;
            model: string;
            prompt_version: number;
            attempt: number;
            latency_ms: number;
            input_tokens: number;
            output_tokens: number;
            redactions: number;
        };
        /**
         * @description * `offline` - offline
         *     * `openai` - openai
         * @enum {string}
         */
        ProviderEnum: "offline" | "openai";
        /** @description Final decisions that were not taken back, of one group. */
        Quality: {
            group: string | null;
            decided: number;
            approved: number;
            edited: number;
            rejected: number;
            /**
             * Format: double
             * @description Share of the decisions, 0 to 1.
             */
            acceptance_rate: number | null;
            /**
             * Format: double
             * @description Share of the decisions, 0 to 1.
             */
            edit_rate: number | null;
            /**
             * Format: double
             * @description Share of the decisions, 0 to 1.
             */
            rejection_rate: number | null;
            /**
             * Format: double
             * @description Mean share of the words that edits changed, 0 to 1.
             */
            edit_distance: number | null;
            reasons: {
                [key: string]: number;
            };
            /**
             * Format: double
             * @description From draft to decision.
             */
            median_seconds: number | null;
            /**
             * Format: double
             * @description On the reviewer's screen.
             */
            median_dwell_ms: number | null;
        };
        Queue: {
            results: components["schemas"]["QueueItem"][];
            /** @description Not with `ids`. */
            counts?: components["schemas"]["QueueCounts"];
        };
        QueueChoices: {
            categories: string[];
            languages: string[];
            models: string[];
            people: components["schemas"]["Person"][];
        };
        QueueCounts: {
            all: number;
            urgent: number;
            overdue: number;
            low_risk: number;
            second_review: number;
            mine: number;
            undrafted: number;
        };
        QueueIds: {
            /** @description All of them, in the order of claims. */
            ids: number[];
            counts: components["schemas"]["QueueCounts"];
        };
        /** @description A line of the queue. Needs the annotations of `queue.pending`. */
        QueueItem: {
            readonly id: number;
            ticket: number;
            ticket_reference: string;
            ticket_subject: string;
            ticket_priority: string;
            ticket_status: string;
            /** Format: date-time */
            ticket_created_at: string;
            customer_name: string;
            /** Format: date-time */
            waiting_since: string | null;
            /**
             * Format: date-time
             * @description When the customer's answer is due, by the ticket's priority.
             */
            readonly due_at: string | null;
            risk: components["schemas"]["RiskEnum"];
            category?: string;
            language?: string;
            readonly has_reply: boolean;
            /** Format: date-time */
            created_at?: string;
            readonly awaits_second: boolean;
            readonly claim: components["schemas"]["Claim"] | null;
        };
        /**
         * @description The filters of the queue: of its list, its ids and of claims alike. Several values of one
         *     filter mean any of them; different filters must all hold.
         */
        QueueQuery: {
            /** @default all */
            view: components["schemas"]["ViewEnum"];
            /**
             * @description priority: most urgent first, then oldest. due: whose answer is due first.
             *
             *     * `priority` - priority
             *     * `due` - due
             *     * `oldest` - oldest
             *     * `newest` - newest
             * @default priority
             */
            order: components["schemas"]["OrderEnum"];
            status?: components["schemas"]["TicketStatus"][];
            /** @description As proposed by the draft; none finds drafts without one. */
            category?: string[];
            priority?: components["schemas"]["Priority"][];
            risk?: components["schemas"]["RiskEnum"][];
            language?: string[];
            /** @description Hours since the ticket was opened. */
            older_than?: number;
            /** @description Hours since the ticket was opened. */
            newer_than?: number;
            /** @description A person's id, me or none. */
            assignee?: string;
            /**
             * @description needs_confirmation: a person must look at a warning before approving.
             *
             *     * `has_reply` - has_reply
             *     * `no_reply` - no_reply
             *     * `needs_confirmation` - needs_confirmation
             */
            draft?: components["schemas"]["DraftEnum"];
            provider?: components["schemas"]["ProviderEnum"][];
            model?: string[];
            /** @description Words, each as far as it is typed, of the subject, the customer, the messages or the draft; or a ticket's reference. */
            search?: string;
        };
        /**
         * @description The filters of the queue: of its list, its ids and of claims alike. Several values of one
         *     filter mean any of them; different filters must all hold.
         */
        QueueQueryRequest: {
            /** @default all */
            view: components["schemas"]["ViewEnum"];
            /**
             * @description priority: most urgent first, then oldest. due: whose answer is due first.
             *
             *     * `priority` - priority
             *     * `due` - due
             *     * `oldest` - oldest
             *     * `newest` - newest
             * @default priority
             */
            order: components["schemas"]["OrderEnum"];
            status?: components["schemas"]["TicketStatus"][];
            /** @description As proposed by the draft; none finds drafts without one. */
            category?: string[];
            priority?: components["schemas"]["Priority"][];
            risk?: components["schemas"]["RiskEnum"][];
            language?: string[];
            /** @description Hours since the ticket was opened. */
            older_than?: number;
            /** @description Hours since the ticket was opened. */
            newer_than?: number;
            /** @description A person's id, me or none. */
            assignee?: string;
            /**
             * @description needs_confirmation: a person must look at a warning before approving.
             *
             *     * `has_reply` - has_reply
             *     * `no_reply` - no_reply
             *     * `needs_confirmation` - needs_confirmation
             */
            draft?: components["schemas"]["DraftEnum"];
            provider?: components["schemas"]["ProviderEnum"][];
            model?: string[];
            /** @description Words, each as far as it is typed, of the subject, the customer, the messages or the draft; or a ticket's reference. */
            search?: string;
        };
        Rated: {
            hits: number;
            of: number;
            /**
             * Format: double
             * @description 0 to 1; null of nothing.
             */
            share: number | null;
            /**
             * Format: double
             * @description The true share lies above this in 95 of 100 cases (Wilson).
             */
            low: number | null;
            /**
             * Format: double
             * @description … and below this.
             */
            high: number | null;
        };
        Rates: {
            /**
             * Format: double
             * @description Decisions by clock hours with at least one decision.
             */
            per_hour: number | null;
            /**
             * Format: double
             * @description Share from 0 to 1; null of nothing.
             */
            acceptance_rate: number | null;
            /**
             * Format: double
             * @description Share from 0 to 1; null of nothing.
             */
            edit_rate: number | null;
            /**
             * Format: double
             * @description Mean share of the words that edits changed, 0 to 1.
             */
            edit_distance: number | null;
            /**
             * Format: double
             * @description Share from 0 to 1; null of nothing.
             */
            rejection_rate: number | null;
            /**
             * Format: double
             * @description Share from 0 to 1; null of nothing.
             */
            undo_rate: number | null;
            /**
             * Format: double
             * @description On screen; without drafts that were approved together.
             */
            median_dwell_ms: number | null;
            /**
             * Format: double
             * @description Drafts passed on.
             */
            skipped: number | null;
        };
        Reason: {
            reason: components["schemas"]["ReasonReasonEnum"];
            count: number;
            /**
             * Format: double
             * @description Share from 0 to 1; null of nothing.
             */
            share: number | null;
            /**
             * Format: double
             * @description Share from 0 to 1; null of nothing.
             */
            team_share: number | null;
        };
        /**
         * @description * `wrong_facts` - Wrong facts
         *     * `wrong_tone` - Wrong tone
         *     * `incomplete` - Incomplete
         *     * `unsafe` - Unsafe
         *     * `policy` - Against policy
         *     * `language` - Wrong language
         *     * `not_needed` - No answer needed
         *     * `duplicate` - Duplicate
         *     * `other` - Other
         * @enum {string}
         */
        ReasonCodeEnum: "wrong_facts" | "wrong_tone" | "incomplete" | "unsafe" | "policy" | "language" | "not_needed" | "duplicate" | "other";
        /**
         * @description * `wrong_facts` - wrong_facts
         *     * `wrong_tone` - wrong_tone
         *     * `incomplete` - incomplete
         *     * `unsafe` - unsafe
         *     * `policy` - policy
         *     * `language` - language
         *     * `not_needed` - not_needed
         *     * `duplicate` - duplicate
         *     * `other` - other
         * @enum {string}
         */
        ReasonReasonEnum: "wrong_facts" | "wrong_tone" | "incomplete" | "unsafe" | "policy" | "language" | "not_needed" | "duplicate" | "other";
        Related: {
            customer_tickets: components["schemas"]["OtherTicket"][];
            similar: components["schemas"]["SimilarTicket"][];
            /** @description Nothing similar was looked for: the question could not be cleared of personal data. */
            withheld: boolean;
        };
        Restored: {
            summary: components["schemas"]["Filled"][];
            reply: components["schemas"]["Filled"][];
        };
        Retried: {
            retried: components["schemas"]["RetriedJob"][];
            skipped: components["schemas"]["SkippedJob"][];
        };
        RetriedJob: {
            /** @description The job as asked. */
            id: number;
            /** @description The new one. */
            job: number;
            ticket: number;
        };
        /** @description A serializer for requests: an unknown field is an error, not a silence. */
        RetryInputRequest: {
            ids?: number[];
            /** @description All failed jobs with this code that nothing has followed, at most 500. */
            error_code?: string;
        };
        /** @description What the person was under when they decided; told with the decision. */
        Revealed: {
            kind: components["schemas"]["RevealedKindEnum"];
            /** @description Null for a blind review. */
            caught: boolean | null;
            /** @description Null for a blind review. */
            planted: components["schemas"]["Planted"] | null;
        };
        /**
         * @description * `seeded` - seeded
         *     * `blind` - blind
         * @enum {string}
         */
        RevealedKindEnum: "seeded" | "blind";
        Review: {
            readonly id: number;
            suggestion: number;
            stage?: number;
            reviewer: components["schemas"]["Person"];
            readonly verdict: components["schemas"]["VerdictEnum"];
            final_summary?: string;
            final_reply?: string;
            reason_code?: components["schemas"]["ReasonCodeEnum"] | components["schemas"]["BlankEnum"];
            note?: string;
            /** @description Blocking gates that the person confirmed to have looked at. */
            confirmed_gates?: unknown;
            /** @description What was signed of category, priority and the like. */
            triage: {
                [key: string]: unknown;
            };
            next_status: string;
            /** Format: date-time */
            created_at?: string;
            /** Format: date-time */
            undo_until: string;
            readonly undone: boolean;
            /** @description False: a second reviewer has yet to agree. */
            final: boolean;
            readonly message: number | null;
        };
        ReviewerVigilance: {
            decisions: number;
            /** @description Of the approvals whose time is known: too fast to read. */
            fast: components["schemas"]["Rated"];
            /** @description The same of approvals together with others. */
            fast_together: components["schemas"]["Rated"];
            /** @description Of the planted errors decided on. */
            caught: components["schemas"]["Rated"];
            /** @description Of the blind second reviews, as first or as second. */
            agreed: components["schemas"]["Rated"];
            /** @description Drafts with a planted error, decided on or not. */
            shown: number;
            /**
             * Format: double
             * @description Cohen's kappa.
             */
            kappa: number | null;
            /**
             * @description Why there is no kappa.
             *
             *     * `` -
             *     * `too_few` - too_few
             *     * `one_verdict` - one_verdict
             */
            no_kappa: components["schemas"]["NoKappaEnum"] | components["schemas"]["BlankEnum"];
            reviewer: components["schemas"]["Person"];
        };
        /**
         * @description * `low` - low
         *     * `medium` - medium
         *     * `high` - high
         * @enum {string}
         */
        RiskEnum: "low" | "medium" | "high";
        /**
         * @description * `reviewer` - Reviewer
         *     * `supervisor` - Supervisor
         *     * `auditor` - Auditor
         *     * `client` - Client
         * @enum {string}
         */
        RoleEnum: "reviewer" | "supervisor" | "auditor" | "client";
        RowChange: {
            id: number;
            /** Format: date-time */
            at: string;
            who: components["schemas"]["Person"] | null;
            /** @description The id of the act in the timeline that this belongs to. */
            event: number | null;
            changes: components["schemas"]["FieldChange"][];
        };
        SavedView: {
            slug: string;
            name: string;
            /** @description Only what differs from the usual. */
            readonly query: components["schemas"]["QueueQuery"];
            owner: components["schemas"]["Person"];
            readonly mine: boolean;
            shared?: boolean;
            /** @description How many drafts it shows to you now. */
            readonly count: number;
        };
        /** @description A serializer for requests: an unknown field is an error, not a silence. */
        SavedViewInputRequest: {
            name: string;
            query: components["schemas"]["QueueQueryRequest"];
            /** @default false */
            shared: boolean;
        };
        SavedViews: {
            results: components["schemas"]["SavedView"][];
        };
        /**
         * @description * `negative` - Negative
         *     * `neutral` - Neutral
         *     * `positive` - Positive
         * @enum {string}
         */
        SentimentEnum: "negative" | "neutral" | "positive";
        Session: {
            authenticated: boolean;
            user: components["schemas"]["SessionUser"] | null;
            permissions: string[];
            csrf_token: string;
            config: components["schemas"]["SessionConfig"];
        };
        SessionConfig: {
            undo_seconds: number;
            claim_seconds: number;
            provider: components["schemas"]["ProviderEnum"];
            provider_note: string;
        };
        /** @description A serializer for requests: an unknown field is an error, not a silence. */
        SessionInputRequest: {
            username: string;
            password: string;
        };
        SessionUser: {
            id: number;
            username: string;
            name: string;
            role: components["schemas"]["RoleEnum"];
            kind: components["schemas"]["UserKind"];
        };
        /** @description A serializer for requests: an unknown field is an error, not a silence. */
        ShownDraftRequest: {
            /** Format: int64 */
            suggestion: number;
            content_hash: string;
            ticket_version: number;
        };
        SimilarTicket: {
            id: number;
            reference: string;
            /** @description Redacted, like the other texts. */
            subject: string;
            question: string;
            /** @description Has […] where the other customer's data was. */
            reply: string;
            answered_by: components["schemas"]["Person"];
            /** Format: date-time */
            answered_at: string;
            /**
             * Format: double
             * @description How alike the questions are, 0 to 1.
             */
            score: number;
            same_customer: boolean;
        };
        Skip: {
            readonly id: number;
            suggestion: number;
            reason: components["schemas"]["SkipReason"];
            note?: string;
            /** Format: date-time */
            created_at?: string;
            /**
             * Format: date-time
             * @description Empty: for good.
             */
            until?: string | null;
        };
        SkipCount: {
            reason: components["schemas"]["SkipReason"];
            skips: number;
            /** @description Different drafts that were passed on. */
            drafts: number;
            people: number;
            /** @description Of the drafts, those that still wait. */
            waiting: number;
        };
        SkipCounts: {
            /** Format: date-time */
            since: string;
            results: components["schemas"]["SkipCount"][];
        };
        /** @description A serializer for requests: an unknown field is an error, not a silence. */
        SkipInputRequest: {
            reason: components["schemas"]["SkipReason"];
            note?: string;
        };
        /**
         * @description * `later` - Later
         *     * `language` - Another language
         *     * `expertise` - Needs other expertise
         *     * `conflict_of_interest` - Conflict of interest
         *     * `waiting` - Waits for something
         *     * `other` - Other
         * @enum {string}
         */
        SkipReason: "later" | "language" | "expertise" | "conflict_of_interest" | "waiting" | "other";
        SkippedJob: {
            id: number;
            reason: components["schemas"]["SkippedJobReasonEnum"];
            /** @description The reason in words. */
            detail: string;
        };
        /**
         * @description * `not_found` - not_found
         *     * `live_draft` - live_draft
         *     * `pending_draft` - pending_draft
         *     * `not_newest` - not_newest
         *     * `done` - done
         * @enum {string}
         */
        SkippedJobReasonEnum: "not_found" | "live_draft" | "pending_draft" | "not_newest" | "done";
        Source: {
            kind: string;
            source_id: number;
            title: string;
            text: string;
            question: string;
            language: string;
            category: string;
            /** Format: double */
            score: number;
        };
        Spending: {
            /** @description Whether the deployment names prices. */
            priced: boolean;
            days: components["schemas"]["SpentDay"][];
            month: components["schemas"]["Spent"];
            limits: components["schemas"]["Limits"];
        };
        Spent: {
            calls: number;
            tokens: number;
            /** Format: decimal */
            money: string;
        };
        SpentDay: {
            calls: number;
            tokens: number;
            /** Format: decimal */
            money: string;
            /**
             * Format: date-time
             * @description The day in UTC, as the budget counts.
             */
            at: string;
        };
        /**
         * @description * `available` - available
         *     * `paused` - paused
         *     * `unavailable` - unavailable
         *     * `trying` - trying
         *     * `limited` - limited
         * @enum {string}
         */
        StateEnum: "available" | "paused" | "unavailable" | "trying" | "limited";
        Suggestion: {
            readonly id: number;
            ticket: number;
            ticket_reference: string;
            ticket_subject: string;
            ticket_priority: string;
            /** Format: date-time */
            ticket_created_at: string;
            customer_name: string;
            ticket_version: number;
            /** @default pending_review */
            status: components["schemas"]["SuggestionStatus"];
            readonly content_hash: string;
            summary: string;
            /** @description Empty: no good match was found. */
            reply?: string;
            /** @description What the person who asked for it wanted, if anything. */
            instruction: string;
            /** @description Where the AI wrote placeholders, which Handrail filled in from the ticket; null when that was not kept yet. */
            restored: components["schemas"]["Restored"] | null;
            language?: string;
            category?: string;
            priority?: components["schemas"]["Priority"];
            triage: components["schemas"]["Triage"];
            citations: components["schemas"]["Citation"][];
            gates: components["schemas"]["Gate"][];
            risk: components["schemas"]["RiskEnum"];
            required_reviews?: number;
            /** @description The first signature, while a second person's is awaited. */
            readonly first_review: components["schemas"]["Review"] | null;
            review: components["schemas"]["Review"] | null;
            readonly provenance: components["schemas"]["Provenance"];
            readonly claim: components["schemas"]["Claim"] | null;
            /** Format: date-time */
            created_at?: string;
        };
        /** @description A serializer for requests: an unknown field is an error, not a silence. */
        SuggestionIdsRequest: {
            suggestions: number[];
        };
        /**
         * @description * `pending_review` - Pending Review
         *     * `approved` - Approved
         *     * `edited` - Edited
         *     * `rejected` - Rejected
         *     * `superseded` - Superseded
         * @enum {string}
         */
        SuggestionStatus: "pending_review" | "approved" | "edited" | "rejected" | "superseded";
        Tag: {
            name: string;
        };
        Taken: {
            /** Format: date-time */
            expires_at: string;
        };
        /** @description A ticket in a list. Needs the annotations of `tickets.views.with_review_status`. */
        Ticket: {
            readonly id: number;
            reference: string;
            subject: string;
            status?: components["schemas"]["TicketStatus"];
            priority?: components["schemas"]["Priority"];
            category?: string;
            language?: string;
            sentiment?: components["schemas"]["SentimentEnum"] | components["schemas"]["BlankEnum"];
            duplicate_of?: number | null;
            channel?: components["schemas"]["ChannelEnum"];
            readonly tags: string[];
            metadata: {
                [key: string]: unknown;
            };
            customer: components["schemas"]["Customer"];
            assignee: components["schemas"]["Person"] | null;
            version?: number;
            /** @description As a reviewer approved it. */
            summary?: string;
            /** Format: date-time */
            created_at?: string;
            /** Format: date-time */
            readonly updated_at: string;
            /**
             * Format: date-time
             * @description When the customer wrote what nobody has answered; null for API clients.
             */
            readonly waiting_since: string | null;
            /**
             * Format: date-time
             * @description When that is to be answered, by the ticket's priority; null for API clients.
             */
            readonly due_at: string | null;
            /** @description What stands between this ticket and an answer; null for API clients. */
            readonly review_status: string | null;
        };
        /** @description A ticket with its conversation. Takes `suggestion` and `draft_job` from the context. */
        TicketDetail: {
            readonly id: number;
            reference: string;
            subject: string;
            status?: components["schemas"]["TicketStatus"];
            priority?: components["schemas"]["Priority"];
            category?: string;
            language?: string;
            sentiment?: components["schemas"]["SentimentEnum"] | components["schemas"]["BlankEnum"];
            duplicate_of?: number | null;
            channel?: components["schemas"]["ChannelEnum"];
            readonly tags: string[];
            metadata: {
                [key: string]: unknown;
            };
            customer: components["schemas"]["Customer"];
            assignee: components["schemas"]["Person"] | null;
            version?: number;
            /** @description As a reviewer approved it. */
            summary?: string;
            /** Format: date-time */
            created_at?: string;
            /** Format: date-time */
            readonly updated_at: string;
            /**
             * Format: date-time
             * @description When the customer wrote what nobody has answered; null for API clients.
             */
            readonly waiting_since: string | null;
            /**
             * Format: date-time
             * @description When that is to be answered, by the ticket's priority; null for API clients.
             */
            readonly due_at: string | null;
            /** @description What stands between this ticket and an answer; null for API clients. */
            readonly review_status: string | null;
            /** @description For If-Match, as in the ETag header. */
            etag: string;
            readonly messages: components["schemas"]["Message"][];
            readonly suggestion: components["schemas"]["Suggestion"] | null;
            readonly draft_job: components["schemas"]["DraftJob"] | null;
        };
        /** @description A serializer for requests: an unknown field is an error, not a silence. */
        TicketInputRequest: {
            subject: string;
            body: string;
            customer: components["schemas"]["CustomerInputRequest"];
            channel?: components["schemas"]["ChannelEnum"];
            priority?: components["schemas"]["Priority"];
            tags?: string[];
            metadata?: {
                [key: string]: unknown;
            };
            attachments?: components["schemas"]["AttachmentInputRequest"][];
        };
        /**
         * @description * `open` - Open
         *     * `pending` - Pending
         *     * `resolved` - Resolved
         * @enum {string}
         */
        TicketStatus: "open" | "pending" | "resolved";
        TimelineEvent: {
            id: number;
            seq: number;
            /** Format: date-time */
            at: string;
            actor: components["schemas"]["Actor"];
            action: string;
            /** @description A key for a sentence of your own: the action, or a finer one. May be empty. */
            words: string;
            /** @description What the ids in `data` that people see are called. */
            names: {
                [key: string]: string;
            };
            /** @description The act in an English sentence. */
            text: string;
            data: {
                [key: string]: unknown;
            };
        };
        Timings: {
            /** Format: double */
            redact_ms: number;
            /** Format: double */
            retrieve_ms: number;
            answer_ms: number;
        };
        Triage: {
            /**
             * @description negative, neutral, positive or empty.
             * @default
             */
            sentiment: string;
            /** @description Open tickets that may ask the same. */
            duplicates?: components["schemas"]["Duplicate"][];
        };
        /** @description A serializer for requests: an unknown field is an error, not a silence. */
        TriageInputRequest: {
            category?: string;
            priority?: components["schemas"]["Priority"];
            language?: string;
            sentiment?: components["schemas"]["SentimentEnum"] | components["schemas"]["BlankEnum"];
            /** Format: int64 */
            duplicate_of?: number | null;
        };
        /**
         * @description * `hour` - hour
         *     * `day` - day
         * @enum {string}
         */
        UnitEnum: "hour" | "day";
        /**
         * @description * `human` - Human
         *     * `service` - Service
         * @enum {string}
         */
        UserKind: "human" | "service";
        /**
         * @description * `approve` - approve
         *     * `edit` - edit
         *     * `reject` - reject
         * @enum {string}
         */
        VerdictEnum: "approve" | "edit" | "reject";
        /**
         * @description * `all` - all
         *     * `urgent` - urgent
         *     * `overdue` - overdue
         *     * `low_risk` - low_risk
         *     * `second_review` - second_review
         *     * `mine` - mine
         * @enum {string}
         */
        ViewEnum: "all" | "urgent" | "overdue" | "low_risk" | "second_review" | "mine";
        Vigilance: {
            /** Format: date-time */
            start: string;
            /** Format: date-time */
            end: string;
            total: components["schemas"]["VigilanceRow"];
            reviewers: components["schemas"]["ReviewerVigilance"][];
            /** @description With fewer pairs there is no kappa. */
            kappa_from: number;
            seeded_percent: number;
            blind_percent: number;
        };
        VigilanceRow: {
            decisions: number;
            /** @description Of the approvals whose time is known: too fast to read. */
            fast: components["schemas"]["Rated"];
            /** @description The same of approvals together with others. */
            fast_together: components["schemas"]["Rated"];
            /** @description Of the planted errors decided on. */
            caught: components["schemas"]["Rated"];
            /** @description Of the blind second reviews, as first or as second. */
            agreed: components["schemas"]["Rated"];
            /** @description Drafts with a planted error, decided on or not. */
            shown: number;
            /**
             * Format: double
             * @description Cohen's kappa.
             */
            kappa: number | null;
            /**
             * @description Why there is no kappa.
             *
             *     * `` -
             *     * `too_few` - too_few
             *     * `one_verdict` - one_verdict
             */
            no_kappa: components["schemas"]["NoKappaEnum"] | components["schemas"]["BlankEnum"];
        };
        /** @enum {string} */
        WaitsForEnum: "ai_paused" | "ai_unavailable" | "budget" | "retry" | "turn";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    ai_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AI"];
                };
            };
        };
    };
    attachment_download: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
        };
    };
    batches_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key and it has its effect once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
        };
    };
    batches_undo_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outcomes"];
                };
            };
        };
    };
    events: {
        parameters: {
            query?: never;
            header?: {
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
        };
    };
    jobs_list: {
        parameters: {
            query?: {
                /** @description The pagination cursor value. */
                cursor?: string;
                error_code?: string;
                /** @description Number of results to return per page. */
                page_size?: number;
                /**
                 * @description * `queued` - Queued
                 *     * `running` - Running
                 *     * `done` - Done
                 *     * `failed` - Failed
                 *     * `cancelled` - Cancelled
                 */
                status?: ("cancelled" | "done" | "failed" | "queued" | "running")[];
                ticket?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedDraftJobList"];
                };
            };
        };
    };
    jobs_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftJob"];
                };
            };
        };
    };
    jobs_cancel_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftJob"];
                };
            };
        };
    };
    jobs_retry_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftJob"];
                };
            };
        };
    };
    jobs_retry_many: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RetryInputRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Retried"];
                };
            };
        };
    };
    metrics_retrieve: {
        parameters: {
            query?: {
                /**
                 * @description * `prompt_version` - prompt_version
                 *     * `model` - model
                 *     * `category` - category
                 *     * `language` - language
                 *     * `reviewer` - reviewer
                 */
                by?: "prompt_version" | "model" | "category" | "language" | "reviewer";
                /** @description Default: now. Not included. */
                end?: string;
                /** @description Default: 30 days before `end`. */
                start?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Metrics"];
                };
            };
        };
    };
    metrics_desk: {
        parameters: {
            query?: {
                /**
                 * @description Calendar days, today included.
                 *
                 *     * `1` - 1
                 *     * `7` - 7
                 *     * `28` - 28
                 *     * `90` - 90
                 */
                days?: 1 | 7 | 28 | 90;
                /** @description IANA name of the time zone whose midnights part the days. */
                tz?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Desk"];
                };
            };
        };
    };
    metrics_mine: {
        parameters: {
            query?: {
                /**
                 * @description Calendar days, today included.
                 *
                 *     * `1` - 1
                 *     * `7` - 7
                 *     * `28` - 28
                 *     * `90` - 90
                 */
                days?: 1 | 7 | 28 | 90;
                /** @description IANA name of the time zone whose midnights part the days. */
                tz?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyNumbers"];
                };
            };
        };
    };
    people_list: {
        parameters: {
            query?: {
                /** @description The pagination cursor value. */
                cursor?: string;
                /** @description Number of results to return per page. */
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedDeskPersonList"];
                };
            };
        };
    };
    presence: {
        parameters: {
            query: {
                ticket: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Others"];
                };
            };
        };
    };
    presence_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LookInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Others"];
                };
            };
        };
    };
    presence_destroy: {
        parameters: {
            query: {
                ticket: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    queue_list: {
        parameters: {
            query?: {
                /** @description A person's id, me or none. */
                assignee?: string;
                /** @description As proposed by the draft; none finds drafts without one. */
                category?: string[];
                /**
                 * @description needs_confirmation: a person must look at a warning before approving.
                 *
                 *     * `has_reply` - has_reply
                 *     * `no_reply` - no_reply
                 *     * `needs_confirmation` - needs_confirmation
                 */
                draft?: "has_reply" | "no_reply" | "needs_confirmation";
                /** @description At most 100 ids with commas: these drafts instead of the first ones. */
                ids?: string;
                language?: string[];
                model?: string[];
                /** @description Hours since the ticket was opened. */
                newer_than?: number;
                /** @description Hours since the ticket was opened. */
                older_than?: number;
                /**
                 * @description priority: most urgent first, then oldest. due: whose answer is due first.
                 *
                 *     * `priority` - priority
                 *     * `due` - due
                 *     * `oldest` - oldest
                 *     * `newest` - newest
                 */
                order?: "priority" | "due" | "oldest" | "newest";
                priority?: ("low" | "normal" | "high" | "urgent")[];
                provider?: ("offline" | "openai")[];
                risk?: ("low" | "medium" | "high")[];
                /** @description Words, each as far as it is typed, of the subject, the customer, the messages or the draft; or a ticket's reference. */
                search?: string;
                status?: ("open" | "pending" | "resolved")[];
                /**
                 * @description * `all` - all
                 *     * `urgent` - urgent
                 *     * `overdue` - overdue
                 *     * `low_risk` - low_risk
                 *     * `second_review` - second_review
                 *     * `mine` - mine
                 */
                view?: "all" | "urgent" | "overdue" | "low_risk" | "second_review" | "mine";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Queue"][];
                };
            };
        };
    };
    queue_choices_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueChoices"];
                };
            };
        };
    };
    queue_claim_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClaimInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Claimed"];
                };
            };
        };
    };
    queue_heartbeat_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SuggestionIdsRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Heartbeat"];
                };
            };
        };
    };
    queue_ids_retrieve: {
        parameters: {
            query?: {
                /** @description A person's id, me or none. */
                assignee?: string;
                /** @description As proposed by the draft; none finds drafts without one. */
                category?: string[];
                /**
                 * @description needs_confirmation: a person must look at a warning before approving.
                 *
                 *     * `has_reply` - has_reply
                 *     * `no_reply` - no_reply
                 *     * `needs_confirmation` - needs_confirmation
                 */
                draft?: "has_reply" | "no_reply" | "needs_confirmation";
                language?: string[];
                model?: string[];
                /** @description Hours since the ticket was opened. */
                newer_than?: number;
                /** @description Hours since the ticket was opened. */
                older_than?: number;
                /**
                 * @description priority: most urgent first, then oldest. due: whose answer is due first.
                 *
                 *     * `priority` - priority
                 *     * `due` - due
                 *     * `oldest` - oldest
                 *     * `newest` - newest
                 */
                order?: "priority" | "due" | "oldest" | "newest";
                priority?: ("low" | "normal" | "high" | "urgent")[];
                provider?: ("offline" | "openai")[];
                risk?: ("low" | "medium" | "high")[];
                /** @description Words, each as far as it is typed, of the subject, the customer, the messages or the draft; or a ticket's reference. */
                search?: string;
                status?: ("open" | "pending" | "resolved")[];
                /**
                 * @description * `all` - all
                 *     * `urgent` - urgent
                 *     * `overdue` - overdue
                 *     * `low_risk` - low_risk
                 *     * `second_review` - second_review
                 *     * `mine` - mine
                 */
                view?: "all" | "urgent" | "overdue" | "low_risk" | "second_review" | "mine";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueIds"];
                };
            };
        };
    };
    queue_release_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SuggestionIdsRequest"];
            };
        };
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    queue_skips_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SkipCounts"][];
                };
            };
        };
    };
    queue_views_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedViews"][];
                };
            };
        };
    };
    queue_views_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SavedViewInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
        };
    };
    queue_views_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    queue_views_partial_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedSavedViewPatchRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
        };
    };
    reviews_list: {
        parameters: {
            query?: {
                /** @description The pagination cursor value. */
                cursor?: string;
                /** @description Number of results to return per page. */
                page_size?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedMyReviewList"];
                };
            };
        };
    };
    reviews_undo_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
        };
    };
    session_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    session_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
        };
    };
    session_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    suggestions_list: {
        parameters: {
            query?: {
                category?: string;
                claimed_by?: number;
                /** @description The pagination cursor value. */
                cursor?: string;
                mine?: boolean;
                /** @description Number of results to return per page. */
                page_size?: number;
                /**
                 * @description * `low` - low
                 *     * `medium` - medium
                 *     * `high` - high
                 */
                risk?: ("high" | "low" | "medium")[];
                /**
                 * @description * `pending_review` - Pending Review
                 *     * `approved` - Approved
                 *     * `edited` - Edited
                 *     * `rejected` - Rejected
                 *     * `superseded` - Superseded
                 */
                status?: ("approved" | "edited" | "pending_review" | "rejected" | "superseded")[];
                ticket?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedSuggestionList"];
                };
            };
        };
    };
    suggestions_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Suggestion"];
                };
            };
        };
    };
    suggestions_claim_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
        };
    };
    suggestions_decision_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key and it has its effect once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecisionInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Decision"];
                };
            };
        };
    };
    suggestions_provenance_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FullProvenance"];
                };
            };
        };
    };
    suggestions_skip_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SkipInputRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Skip"];
                };
            };
        };
    };
    suggestions_skip_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    tags_list: {
        parameters: {
            query?: {
                /** @description The pagination cursor value. */
                cursor?: string;
                /** @description Number of results to return per page. */
                page_size?: number;
                /** @description Part of the name. */
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedTagList"];
                };
            };
        };
    };
    tickets_list: {
        parameters: {
            query?: {
                assignee?: number;
                category?: string;
                created_after?: string;
                created_before?: string;
                /** @description The pagination cursor value. */
                cursor?: string;
                customer?: number;
                /**
                 * @description * `created_at` - created_at
                 *     * `-created_at` - -created_at
                 *     * `updated_at` - updated_at
                 *     * `-updated_at` - -updated_at
                 */
                ordering?: "-created_at" | "-updated_at" | "created_at" | "updated_at";
                /** @description Number of results to return per page. */
                page_size?: number;
                /**
                 * @description * `low` - Low
                 *     * `normal` - Normal
                 *     * `high` - High
                 *     * `urgent` - Urgent
                 */
                priority?: ("high" | "low" | "normal" | "urgent")[];
                /**
                 * @description * `queued` - queued
                 *     * `running` - running
                 *     * `failed` - failed
                 *     * `cancelled` - cancelled
                 *     * `pending_review` - pending_review
                 *     * `approved` - approved
                 *     * `edited` - edited
                 *     * `rejected` - rejected
                 *     * `superseded` - superseded
                 *     * `undrafted` - undrafted
                 */
                review_status?: "approved" | "cancelled" | "edited" | "failed" | "pending_review" | "queued" | "rejected" | "running" | "superseded" | "undrafted";
                search?: string;
                /**
                 * @description * `open` - Open
                 *     * `pending` - Pending
                 *     * `resolved` - Resolved
                 */
                status?: ("open" | "pending" | "resolved")[];
                tag?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedTicketList"];
                };
            };
        };
    };
    tickets_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key and it has its effect once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TicketInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketDetail"];
                };
            };
        };
    };
    tickets_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketDetail"];
                };
            };
        };
    };
    tickets_partial_update: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the ticket as you read it. */
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PatchedTicketPatchRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketDetail"];
                };
            };
        };
    };
    tickets_history_list: {
        parameters: {
            query?: {
                /** @description The pagination cursor value. */
                cursor?: string;
                /** @description Number of results to return per page. */
                page_size?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedRowChangeList"];
                };
            };
        };
    };
    tickets_messages_list: {
        parameters: {
            query?: {
                /** @description The pagination cursor value. */
                cursor?: string;
                /** @description Number of results to return per page. */
                page_size?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedMessageList"];
                };
            };
        };
    };
    tickets_messages_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key and it has its effect once. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MessageInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
        };
    };
    tickets_related_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Related"];
                };
            };
        };
    };
    tickets_suggestions_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DraftRequestInputRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DraftJob"];
                };
            };
        };
    };
    tickets_timeline_list: {
        parameters: {
            query?: {
                /** @description The pagination cursor value. */
                cursor?: string;
                /** @description Number of results to return per page. */
                page_size?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaginatedTimelineEventList"];
                };
            };
        };
    };
    tickets_bulk_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeat the request with the same key and it has its effect once. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkInputRequest"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"][];
                };
            };
        };
    };
    vigilance: {
        parameters: {
            query?: {
                /** @description Default: now. Not included. */
                end?: string;
                /** @description Default: 30 days before `end`. */
                start?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Vigilance"];
                };
            };
        };
    };
    vigilance_mine: {
        parameters: {
            query?: {
                /** @description Default: now. Not included. */
                end?: string;
                /** @description Default: 30 days before `end`. */
                start?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnVigilance"];
                };
            };
        };
    };
}
